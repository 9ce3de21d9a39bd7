import type { MigrationStatus } from '../../bootstrap/migrator/status';

/** The state of each migration, a line each, in columns. */
export function describeStatus(statuses: readonly MigrationStatus[]): string[] {
  if (statuses.length === 0) return ['There are no migrations.'];
  const rows = statuses.map(({ name, state, phase, file, ...rest }) => [name, state, phase, file, details(rest)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function details({ finishedAt, startedAt, durationMilliseconds, by, error }: Partial<MigrationStatus>): string {
  const took = durationMilliseconds === undefined ? '' : `in ${(durationMilliseconds / 1000).toFixed(1)} s`;
  return [finishedAt ?? startedAt, took, by && `by ${by}`, firstLine(error)].filter(Boolean).join(', ');
}

/** A row is a line; --json has all of it. */
const firstLine = (text: string | undefined): string | undefined => text?.split('\n', 1)[0];
