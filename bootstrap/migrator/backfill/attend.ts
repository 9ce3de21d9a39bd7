import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import { lockLost } from '../lock/held-lock';
import type { LockedRun } from '../with-lock';
import { type BackfillHeader, exchange, writeHeader } from './backfill-header';
import type { BackfillTotals } from './backfill-totals';
import type { BackfillId } from './keys';
import { resumeCommand } from './resume-command';
import type { Tracker } from './track-progress';

/** How often a run tells how far it is, */
const TELL_MILLISECONDS = 1_000;
/** and asks whether somebody wants it to stop, or to be slower or faster. */
const EXCHANGE_MILLISECONDS = 2_000;

/** Sees to a run while it works: tells how far it is, hears what others want of it, and records how it ended. */
export async function attend(
  run: LockedRun,
  id: BackfillId,
  { progress, totals }: Tracker,
  limit: (limits: BackfillHeader['limits']) => void,
  work: (goesOn: () => boolean) => Promise<void>,
): Promise<BackfillTotals> {
  const { client, tableName, lock, signal, onEvent = () => {} } = run;
  let pause: BackfillHeader['pause'];
  let exchanging: Promise<void> | undefined;
  let isTaken = false;

  async function exchangeNow(): Promise<void> {
    try {
      const wanted = await exchange(client, tableName, lock, signal, id, progress());
      pause = wanted.pause;
      limit(wanted.limits);
    } catch (error) {
      // Whatever else it is may pass; the work itself meets it too.
      if (error instanceof ConditionalCheckFailedException) isTaken = true;
    }
  }

  const telling = setInterval(
    () => onEvent({ type: 'backfill', progress: progress(), isLast: false }),
    TELL_MILLISECONDS,
  );
  const asking = setInterval(() => {
    exchanging ??= exchangeNow().finally(() => {
      exchanging = undefined;
    });
  }, EXCHANGE_MILLISECONDS);
  const finish = async (state: BackfillHeader['state']): Promise<BackfillTotals> => {
    clearInterval(telling);
    clearInterval(asking);
    // An exchange under way is waited for: it must not come after the end and look like a run.
    await exchanging;
    const finishedAt = new Date().toISOString();
    await writeHeader(client, tableName, lock, id, { state, finishedAt, totals: totals(), progress: progress() });
    onEvent({ type: 'backfill', progress: progress(), isLast: true });
    return totals();
  };
  try {
    await work(() => pause === undefined && !isTaken);
  } catch (error) {
    // What went wrong matters more than that it can't be recorded: whoever lost the lock can't.
    await finish('stopped').catch(() => undefined);
    throw error;
  } finally {
    clearInterval(telling);
    clearInterval(asking);
  }
  lock.assertHeld();
  if (isTaken) throw lockLost(tableName, `somebody else has taken up backfill ${id.name} of ${id.migration}`);
  if (!pause) return finish('done');
  await finish('paused');
  throw paused(id, pause, progress().share, resumeCommand(id, run));
}

function paused(
  { migration, name }: BackfillId,
  { by, at }: NonNullable<BackfillHeader['pause']>,
  share: number,
  command: string,
): BootstrapError {
  return new BootstrapError(
    'paused',
    `Backfill ${name} of ${migration} is paused at ${Math.floor(share * 100)} %, as ${by} asked at ${at}. ${command} goes on from there.`,
  );
}
