import type { BackfillHeader } from '../../bootstrap/migrator/backfill/backfill-header';
import { changeLimits, pauseBackfill } from '../../bootstrap/migrator/backfill/control';
import { type RecordedFailure, readFailures } from '../../bootstrap/migrator/backfill/failures';
import { resumeCommand } from '../../bootstrap/migrator/backfill/resume-command';
import { type RetryResult, retryFailures } from '../../bootstrap/migrator/backfill/retry-failures';
import { commandFor } from '../../bootstrap/migrator/command-for';
import { counted } from '../../bootstrap/migrator/plan/backfill/format-numbers';
import type { RunOptions } from '../../bootstrap/migrator/run-options';
import { EXIT, type ExitStatus } from './command';
import { describeTotals, percent } from './describe-backfill';
import { type MigrateInvocation, readLimits } from './migrate-usage';

export async function limit({ flags, output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const header = await changeLimits(run, readLimits(flags));
  const { migration, direction, name, state, limits } = header;
  const when = state === 'running' ? 'within some two seconds' : `from its next run on: ${resumeCommand(header, run)}`;
  output.say(`Backfill ${name} of ${migration}: ${describeLimits(limits)}, ${when}`);
  output.result({ migration, direction, backfill: name, state, limits });
  return EXIT.done;
}

export function describeLimits({ writeUnits, readUnits }: NonNullable<BackfillHeader['limits']> = {}): string {
  const one = (units: number | null | undefined, kind: string) => {
    if (units === undefined) return [];
    return [units === null ? `no limit of ${kind} units` : `up to ${units} ${kind} units/s`];
  };
  return [...one(writeUnits, 'write'), ...one(readUnits, 'read')].join(', ');
}

export async function pause({ output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const header = await output.during('Waiting for the backfill to stop', () => pauseBackfill(run));
  const { migration, direction, name, state, totals, progress } = header;
  output.say(describePause(header, resumeCommand(header, run)));
  output.result({ migration, direction, backfill: name, state, totals, share: progress?.share });
  return EXIT.done;
}

export function describePause({ migration, name, state, totals, progress }: BackfillHeader, resume: string): string {
  const which = `Backfill ${name} of ${migration}`;
  if (state === 'running') return `${which} has been asked to stop, and will when what is under way is written.`;
  if (state === 'done') return `${which} came to its end before it could be stopped.`;
  const where = progress ? ` at ${percent(progress.share)}` : '';
  return `${which} is ${state}${where}: ${describeTotals(totals)}. ${resume} goes on from there.`;
}

/** For a person line by line: there may be more of them than fit into memory. */
export async function failures({ output, signal, has }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const isForMachine = has('json');
  const all: RecordedFailure[] = [];
  const migrations = new Set<string>();
  let count = 0;
  let heading: string | undefined;
  for await (const failure of readFailures(run.client, run.tableName)) {
    signal.throwIfAborted();
    count += 1;
    migrations.add(failure.migration);
    if (isForMachine) all.push(failure);
    if (isForMachine) continue;
    const next = headingOf(failure);
    if (next !== heading) output.say(next);
    heading = next;
    output.say(`  ${describeRecorded(failure)}`);
  }
  output.say(count === 0 ? 'No failed items are recorded.' : `${counted(count, 'failed item')} in all.`);
  for (const migration of migrations) {
    output.say(`To try them again: ${commandFor(`yarn migrate retry ${migration}`, run.deployment)}`);
  }
  output.result(all);
  return EXIT.done;
}

const headingOf = ({ migration, direction, name }: RecordedFailure): string =>
  `${migration}, backfill ${name}${direction === 'down' ? ' of its down' : ''}:`;

export const describeRecorded = ({ key: { pk, sk }, reason, at }: RecordedFailure): string =>
  `pk = ${JSON.stringify(pk)}, sk = ${JSON.stringify(sk)}: ${reason.replaceAll(/\s+/g, ' ')} (${at})`;

export async function retry({ output }: MigrateInvocation, run: RunOptions, name: string): Promise<ExitStatus> {
  const result = await output.during('Trying the failed items again', () => retryFailures(run, name));
  for (const line of describeRetry(result, run.deployment)) output.say(line);
  output.result(result);
  return result.backfills.some(({ failed }) => failed > 0) ? EXIT.failed : EXIT.done;
}

export function describeRetry({ migration, isEdited, backfills }: RetryResult, deployment?: string): string[] {
  if (backfills.length === 0) return [`No failed items of ${migration} are recorded.`];
  const some = (count: number, text: string): string[] =>
    count > 0 ? [`${count.toLocaleString('en-US')} ${text}`] : [];
  const lines = backfills.map(({ name, updated, removed, unchanged, gone, failed }) => {
    const parts = [
      ...some(updated, 'changed'),
      ...some(removed, 'deleted'),
      ...some(unchanged, 'as they are to be'),
      ...some(gone, 'gone, or no match any more'),
      ...some(failed, `failed again (${commandFor('yarn migrate failures', deployment)})`),
    ];
    const tried = updated + removed + unchanged + gone + failed;
    return `Backfill ${name}: ${counted(tried, 'item')} tried again, ${parts.join(', ')}`;
  });
  const edited = `The file of ${migration} was edited since it ran: they were tried with it as it is now.`;
  return isEdited ? [...lines, edited] : lines;
}
