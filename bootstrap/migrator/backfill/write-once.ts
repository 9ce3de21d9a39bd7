import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { itemSize } from '../../bulk/item-size';
import { pause } from '../../bulk/sender';
import { isThrottlingCode } from '../../bulk/throttling';
import { BootstrapError } from '../../errors';
import { lockLost } from '../lock/held-lock';
import { type Checkpoint, type CheckpointStore, checkpointInTransaction, isSaved } from './checkpoint';
import { type Change, prepareItem } from './prepare-item';
import { TOO_MANY_ATTRIBUTES, toConditionalWrite } from './statements';
import { type Outcome, readAgain, type WriteTools } from './write-changes';
import { writeUnitsOf } from './write-units';

/**
 * A transaction takes 100 actions and 4 MB; one is the checkpoint:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const CHANGES_PER_TRANSACTION = 99;
const BYTES_PER_TRANSACTION = 3 * 1024 * 1024;
const MOST_CONFLICTS = 100;
const ATTEMPTS = 130;
/** As in write-changes.ts. */
const LONGEST_PAUSE_OF_CONFLICTS = 3;

/** As many of the first changes as go into one transaction. */
export function firstOf(changes: readonly Change[]): Change[] {
  let bytes = 0;
  const first = changes.slice(0, CHANGES_PER_TRANSACTION);
  const end = first.findIndex(({ before, set }, index) => {
    bytes += itemSize(before) + itemSize(set);
    return index > 0 && bytes > BYTES_PER_TRANSACTION;
  });
  return end < 0 ? first : first.slice(0, end);
}

interface Task {
  change: Change;
  conflicts: number;
  settle(outcome: Outcome): void;
}

/**
 * Writes up to 99 changes and the checkpoint behind them in one transaction, so that none of them is written twice, come
 * what may. An item that somebody else has changed is read again and transformed again; one that can't be written is left
 * out of the transaction.
 *
 * @param checkpointFor the checkpoint that goes with what becomes of the changes, in their order; what it throws ends it
 * @returns the checkpoint that was written
 * @throws {BootstrapError} `lock-lost`
 */
export async function writeOnce(
  tools: WriteTools,
  store: CheckpointStore,
  changes: readonly Change[],
  checkpointFor: (outcomes: readonly Outcome[]) => Promise<Checkpoint>,
): Promise<Checkpoint> {
  const outcomes: Outcome[] = [];
  let tasks = changes.map((change, index): Task => {
    const settle = (outcome: Outcome) => {
      outcomes[index] = outcome;
    };
    return { change, conflicts: 0, settle };
  });
  for (let attempt = 1; ; attempt += 1) {
    tasks = tasks.filter((task) => !isTooLarge(tools.tableName, task));
    for (const { change, conflicts, settle } of tasks)
      settle({ kind: change.after ? 'updated' : 'removed', conflicts });
    const checkpoint = await checkpointFor(outcomes);
    const refused = await attemptOnce(tools, store, tasks, checkpoint);
    if (!refused) return checkpoint;
    if (refused.isCheckpoint) {
      await requireWritten(store, checkpoint);
      return checkpoint;
    }
    if (attempt === ATTEMPTS) throw neverTaken(tools.tableName);
    // Ahead of the new look at the items, and not between it and their writes.
    await pause(isBusy(refused) ? attempt : Math.min(attempt, LONGEST_PAUSE_OF_CONFLICTS), tools.sender.signal);
    tasks = (await Promise.all(tasks.map((task, index) => takeUp(tools, task, refused.codes[index])))).flat();
  }
}

function isTooLarge(tableName: string, { change, conflicts, settle }: Task): boolean {
  if (toConditionalWrite(tableName, change)) return false;
  settle({ kind: 'failure', failure: { key: change.key, reason: TOO_MANY_ATTRIBUTES }, conflicts });
  return true;
}

interface Refused {
  isCheckpoint: boolean;
  /** Of each change, `None` where it is not to blame, with the message. */
  codes: { Code?: string; Message?: string }[];
}

/** Throttled, or still under way; items that somebody else has changed are no sign that the table is busy. */
const isBusy = ({ codes }: Refused): boolean => codes.length === 0 || codes.some(({ Code }) => isThrottlingCode(Code));

/** Undefined where the transaction was written. */
async function attemptOnce(
  { sender, tableName, indexes }: WriteTools,
  store: CheckpointStore,
  tasks: readonly Task[],
  checkpoint: Checkpoint,
): Promise<Refused | undefined> {
  const writes = tasks.map(({ change }) => {
    const write = toConditionalWrite(tableName, change);
    return change.after ? { Update: write } : { Delete: write };
  });
  const input = { TransactItems: [{ Update: checkpointInTransaction(store, checkpoint) }, ...writes] };
  // A write in a transaction uses twice what it uses by itself.
  const units = 2 * tasks.reduce((sum, { change }) => sum + writeUnitsOf(change, indexes), 1);
  try {
    await sender.write('TransactWriteItems', input, units);
    return undefined;
  } catch (error) {
    if (error instanceof TransactionInProgressException) return { isCheckpoint: false, codes: [] };
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [ofCheckpoint, ...codes] = error.CancellationReasons ?? [];
    return { isCheckpoint: ofCheckpoint?.Code === 'ConditionalCheckFailed', codes };
  }
}

/** The checkpoint is another than it was: written by this very transaction, whose answer was lost, or by another run. */
async function requireWritten(store: CheckpointStore, checkpoint: Checkpoint): Promise<void> {
  if (await isSaved(store, checkpoint)) return;
  throw lockLost(store.tableName, `segment ${checkpoint.segment} was worked off by another run`);
}

async function takeUp(tools: WriteTools, task: Task, reason: Refused['codes'][number] | undefined): Promise<Task[]> {
  const { Code: code = 'None', Message: message = code } = reason ?? {};
  if (code === 'None' || code === 'TransactionConflict' || isThrottlingCode(code)) return [task];
  const { change, settle } = task;
  const conflicts = task.conflicts + 1;
  const fail = (why: string): Task[] => {
    settle({ kind: 'failure', failure: { key: change.key, reason: why }, conflicts });
    return [];
  };
  if (code !== 'ConditionalCheckFailed') return fail(message);
  if (conflicts > MOST_CONFLICTS) return fail(`somebody else changed it ${MOST_CONFLICTS} times in a row`);
  const current = await readAgain(tools, change.key);
  const prepared = current && prepareItem(current, tools.preparation);
  switch (prepared?.kind) {
    case 'change':
      return [{ ...task, change: prepared.change, conflicts }];
    case 'failure':
      return fail(prepared.failure.reason);
    case 'unchanged':
      settle({ kind: 'unchanged', conflicts });
      return [];
    default:
      settle({ kind: 'gone', conflicts });
      return [];
  }
}

const neverTaken = (tableName: string): BootstrapError =>
  new BootstrapError(
    'never-processed',
    `DynamoDB has not taken a transaction of a page of table ${tableName} in ${ATTEMPTS} attempts: the table is throttled, or ` +
      'its items are changed all the time. Run the command again: it goes on from there.',
  );
