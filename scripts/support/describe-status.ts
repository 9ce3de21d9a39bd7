import { commandFor } from '../../bootstrap/migrator/command-for';
import type { MigrationStatus } from '../../bootstrap/migrator/status';
import { columns } from './columns';
import { describeTotals, percent } from './describe-backfill';

/**
 * The state of each migration, a line each, in columns, and below it a line for each of its backfills.
 *
 * @param deployment as commands name it
 */
export function describeStatus(statuses: readonly MigrationStatus[], deployment?: string): string[] {
  if (statuses.length === 0) return ['There are no migrations.'];
  const rows = statuses.map((status) => [status.name, status.state, status.phase, fileOf(status), details(status)]);
  const lines = columns(rows);
  return statuses.flatMap((status, position) => [lines[position] ?? '', ...describeBackfills(status, deployment)]);
}

const fileOf = ({ file, fileMayBeMissing }: MigrationStatus): string =>
  file === 'missing' && fileMayBeMissing ? 'missing on purpose' : file;

function details({ finishedAt, startedAt, durationMilliseconds, by, error }: Partial<MigrationStatus>): string {
  const took = durationMilliseconds === undefined ? '' : `in ${(durationMilliseconds / 1000).toFixed(1)} s`;
  return [finishedAt ?? startedAt, took, by && `by ${by}`, firstLine(error)].filter(Boolean).join(', ');
}

/** A row is a line; --json has all of it. */
const firstLine = (text: string | undefined): string | undefined => text?.split('\n', 1)[0];

function describeBackfills(
  { unfinished = [], backfills = {}, failedItems = {} }: MigrationStatus,
  deployment: string | undefined,
): string[] {
  const command = commandFor('yarn migrate failures', deployment);
  // Of those that failed, some may have been written since.
  const stillFailed = (name: string) => ({ failed: failedItems[name] ?? 0 });
  const hint = (name: string) => (failedItems[name] ? ` (${command})` : '');
  const begun = unfinished.map(({ name, direction, state, totals, progress }) => {
    const where = progress && state !== 'done' ? ` at ${percent(progress.share)}` : '';
    const counts = describeTotals({ ...(progress ?? totals), ...stillFailed(name) });
    return `  backfill ${name}${direction === 'down' ? ' of its down' : ''}: ${state}${where}, ${counts}${hint(name)}`;
  });
  const names = new Set(unfinished.map(({ name }) => name));
  const ended = Object.entries(backfills)
    .filter(([name]) => !names.has(name))
    .map(([name, totals]) => `  backfill ${name}: ${describeTotals({ ...totals, ...stillFailed(name) })}${hint(name)}`);
  return [...begun, ...ended];
}
