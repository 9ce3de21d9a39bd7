import { isAhead, mayBeMissing, newestName, requireServed } from '../../../bootstrap/migrator/ahead';
import { checkLedger } from '../../../bootstrap/migrator/check';
import { commandFor } from '../../../bootstrap/migrator/command-for';
import { type LedgerRecord, readLedger } from '../../../bootstrap/migrator/ledger';
import { type WatchedLock, watchLock } from '../../../bootstrap/migrator/lock/watch-lock';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { type MigrationStatus, migrationStatus } from '../../../bootstrap/migrator/status';
import { findTable } from '../../../bootstrap/wait-for-table';
import { GroundworkError } from '../../../table/errors';
import { migrationRun } from '../migration-run';
import type { ReachedContext } from './context';
import { failureOf } from './failure';
import { drift, type Found, note, well } from './finding';

/** What the ledger says of the migrations, beside their files, and who has their lock. */
export async function examineLedger(context: ReachedContext): Promise<Found[]> {
  const { deployment, target, invocation } = context;
  const { client } = target;
  const { name } = deployment.table;
  if (!(await findTable(client, name))) return [];
  const run = { ...migrationRun(deployment, target, invocation), migrations: context.migrations() };
  const newest = newestName(run.migrations);
  const [lock, statuses] = await Promise.all([watchLock(client, name, invocation.signal), migrationStatus(run)]);
  const found = [
    ...lockFound(lock, run.deployment),
    ...(await disagreements(context, statuses, run.deployment)),
    ...statuses.flatMap((status) =>
      isGivenUp(status, newest) ? [givenUp(status)] : unfinished(status, lock, run.deployment),
    ),
    ...pending(statuses, run.deployment),
  ];
  const applied = statuses.filter(({ state }) => state === 'applied').length;
  return found.some(({ severity }) => severity === 'drift')
    ? found
    : [well(`${applied} migrations are applied, none is pending`), ...found];
}

function lockFound(lock: WatchedLock | undefined, deployment: string | undefined): Found[] {
  if (!lock) return [];
  const { owner, since, lease } = lock.holder;
  if (lock.isAlive) {
    return [note(`The lock is held by ${owner} since ${since}, who gives signs of life.`, 'Wait until it is done.')];
  }
  return [
    drift(
      `The lock was left behind by ${owner}, who took it ${since}: no sign of life for ${lease / 1000} s.`,
      `The next run takes it over by itself; ${commandFor('yarn migrate unlock', deployment)} --force does it now.`,
    ),
  ];
}

/** Where files and ledger do not tell the same story: each, not only the first, which ends a run. */
async function disagreements(
  { deployment, target, migrations }: ReachedContext,
  statuses: readonly MigrationStatus[],
  named: string | undefined,
): Promise<Found[]> {
  const records = await readLedger(target.client, deployment.table.name);
  const files = migrations();
  const newest = newestName(files);
  const differing = statuses.filter(
    (status) =>
      status.state === 'applied' &&
      (status.file === 'edited' || (status.file === 'missing' && !status.fileMayBeMissing && !isAhead(status, newest))),
  );
  // Whether the order is right is another question, which these differences are not to hide.
  const agreeing = records.map((record) => {
    const file = files.find(({ name }) => name === record.name);
    return { ...record, fileMayBeMissing: true, ...(file && { checksum: file.checksum() }) };
  });
  return [
    ...differing.flatMap(({ name }) => {
      const record = records.filter((known) => known.name === name);
      return refusal(() => checkLedger(files, record, { allowOutOfOrder: true, deployment: named }));
    }),
    ...refusal(() => checkLedger(files, agreeing, { deployment: named })),
    ...aheadFound(files, records, named),
  ];
}

function aheadFound(
  files: readonly MigrationFile[],
  records: readonly LedgerRecord[],
  deployment: string | undefined,
): Found[] {
  let names: string[] = [];
  const refused = refusal(() => {
    names = requireServed(files, records, deployment);
  });
  if (refused.length > 0 || names.length === 0) return refused;
  return [
    note(
      `The table is ahead of this code, by the expand migrations ${names.join(', ')}.`,
      'They suit older code. Use newer code where this one is older by mistake.',
    ),
  ];
}

/** What a run would be refused with. */
function refusal(check: () => void): Found[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof GroundworkError)) throw error;
    return [{ ...failureOf(error, ''), severity: 'drift' }];
  }
}

/** It was broken off, and its file is gone on purpose. */
const isGivenUp = (status: MigrationStatus, newestFile: string | undefined): boolean =>
  (status.state === 'failed' || status.state === 'running') &&
  status.file === 'missing' &&
  mayBeMissing(status, newestFile);

function givenUp({ name, state, error, by, startedAt }: MigrationStatus): Found {
  const how =
    state === 'failed'
      ? `has failed (${startedAt}, by ${by}): ${error}`
      : `was interrupted (began ${startedAt}, by ${by}).`;
  return note(`Migration ${name}, whose file is gone on purpose, ${how}`, 'What it did until then stays as it is.');
}

function unfinished(
  { name, state, error, by, startedAt, failedItems = {}, file }: MigrationStatus,
  lock: WatchedLock | undefined,
  deployment: string | undefined,
): Found[] {
  const remedy =
    file === 'missing'
      ? 'Its file is not here: deploy from code that has it. Where it is gone on purpose, ' +
        `${commandFor(`yarn migrate repair ${name}`, deployment)} accepts that.`
      : `The next deploy, or ${commandFor('yarn migrate up', deployment)}, runs it again.`;
  const found: Found[] = Object.entries(failedItems).map(([backfill, count]) =>
    drift(
      `${count} items of backfill ${backfill} of ${name} could not be written.`,
      `${commandFor('yarn migrate failures', deployment)} shows them.`,
    ),
  );
  if (state === 'failed') {
    return [...found, drift(`Migration ${name} has failed (${startedAt}, by ${by}): ${error}`, remedy)];
  }
  if (state !== 'running') return found;
  return lock?.isAlive
    ? [...found, note(`Migration ${name} is running since ${startedAt}, by ${by}.`)]
    : [...found, drift(`Migration ${name} was interrupted (began ${startedAt}, by ${by}).`, remedy)];
}

function pending(statuses: readonly MigrationStatus[], deployment: string | undefined): Found[] {
  const waiting = statuses.filter(
    ({ state, file }) => (state === 'pending' || state === 'reverted') && file !== 'missing',
  );
  return waiting.map(({ name, phase, error }) =>
    drift(
      error === undefined ? `Migration ${name} (${phase}) is pending.` : `Migration ${name} cannot be loaded: ${error}`,
      `${commandFor('yarn deploy', deployment)} applies it; ${commandFor('yarn migrate plan', deployment)} shows what it does.`,
    ),
  );
}
