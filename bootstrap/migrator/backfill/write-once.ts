import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { itemSize } from '../../bulk/item-size';
import { pause } from '../../bulk/sender';
import { settleAll } from '../../bulk/settle-all';
import { isThrottling, isThrottlingCode } from '../../bulk/throttling';
import { BootstrapError } from '../../errors';
import { type Change, type Prepared, prepareItem } from './prepare-item';
import { readAgain } from './read-again';
import { TOO_MANY_ATTRIBUTES, toConditionalWrite } from './statements';
import {
  isInvalid,
  LONGEST_PAUSE_OF_CONFLICTS,
  MOST_CONFLICTS,
  type Outcome,
  TOO_MANY_CONFLICTS,
  type WriteTools,
} from './write-changes';
import { writeUnitsOf } from './write-units';

/**
 * A transaction takes 100 actions and 4 MB; up to two are not items':
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const CHANGES_PER_TRANSACTION = 98;
const BYTES_PER_TRANSACTION = 3 * 1024 * 1024;
const ATTEMPTS = 130;

/** Where the part of prepared items ends whose changes go into one transaction: `most` of them, or as many as have room. */
export function endOfPart(items: readonly Prepared[], from: number, most: number): number {
  let changes = 0;
  let bytes = 0;
  for (let end = from; end < items.length; end += 1) {
    const prepared = items[end];
    if (prepared?.kind !== 'change') continue;
    changes += 1;
    bytes += itemSize(prepared.change.before) + itemSize(prepared.change.set);
    if (changes > most || (changes > 1 && bytes > BYTES_PER_TRANSACTION)) return end;
  }
  return items.length;
}

/** What is written along with the changes, and only once. */
export interface Guard {
  /** Each with a condition that does not hold any more once it was written. */
  actions: object[];
  /** One of them was refused: returns where that is because the very same was written before, and throws otherwise. */
  onRefused(action: number): Promise<void>;
}

interface Task {
  change: Change;
  conflicts: number;
  settle(outcome: Outcome): void;
}

/**
 * Writes changes along with a guard in one transaction, so that none of them is written twice, come what may. An item that
 * somebody else has changed is read again and transformed again; one that can't be written is left out of the transaction.
 *
 * @param guardFor the guard that goes with what becomes of the changes, in their order; what it throws ends it; undefined:
 *   nothing is to be written
 * @returns what became of the changes
 * @throws {BootstrapError} `never-processed`; and what the guard throws
 */
export async function writeOnce(
  tools: WriteTools,
  changes: readonly Change[],
  guardFor: (outcomes: readonly Outcome[]) => Promise<Guard | undefined>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let tasks = changes.map((change, index): Task => {
    const settle = (outcome: Outcome) => {
      outcomes[index] = outcome;
    };
    return { change, conflicts: 0, settle };
  });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    tasks = tasks.filter((task) => !isTooLarge(tools.tableName, task));
    for (const { change, conflicts, settle } of tasks) {
      settle({ kind: change.after ? 'updated' : 'removed', conflicts });
    }
    const guard = await guardFor(outcomes);
    const refused = guard && (await attemptOnce(tools, tasks, guard));
    if (!refused) return outcomes;
    if (refused.action !== undefined) {
      await guard.onRefused(refused.action);
      return outcomes;
    }
    // Ahead of the new look at the items, and not between it and their writes.
    await pause(refused.isBusy ? attempt : Math.min(attempt, LONGEST_PAUSE_OF_CONFLICTS), tools.sender.signal);
    tasks = (await settleAll(tasks.map((task, index) => takeUp(tools, task, refused.codes[index])))).flat();
  }
  throw neverTaken(tools.tableName);
}

function isTooLarge(tableName: string, { change, conflicts, settle }: Task): boolean {
  if (toConditionalWrite(tableName, change)) return false;
  settle({ kind: 'failure', failure: { key: change.key, reason: TOO_MANY_ATTRIBUTES }, conflicts });
  return true;
}

interface Reason {
  Code?: string;
  Message?: string;
}

interface Refused {
  /** Of the guard, the action that was refused. */
  action?: number;
  /** Throttled: items that somebody else has changed are no sign that the table is busy. */
  isBusy: boolean;
  /** Of each change, `None` where it is not to blame, with the message. */
  codes: Reason[];
}

const FAILED = 'ConditionalCheckFailed';

/** Undefined where the transaction was written. */
async function attemptOnce(
  { sender, tableName, indexes }: WriteTools,
  tasks: readonly Task[],
  { actions }: Guard,
): Promise<Refused | undefined> {
  const writes = tasks.map(({ change }) => {
    const write = toConditionalWrite(tableName, change);
    return change.after ? { Update: write } : { Delete: write };
  });
  // A write in a transaction uses twice what it uses by itself.
  const units = 2 * tasks.reduce((sum, { change }) => sum + writeUnitsOf(change, indexes), actions.length);
  try {
    await sender.write('TransactWriteItems', { TransactItems: [...actions, ...writes] }, units);
    return undefined;
  } catch (error) {
    // It is about one item, and where there is just one, about that.
    if (tasks.length === 1 && isInvalid(error)) {
      return { isBusy: false, codes: [{ Code: 'ValidationError', Message: (error as Error).message }] };
    }
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const action = reasons.slice(0, actions.length).findIndex(({ Code }) => Code === FAILED);
    return {
      action: action < 0 ? undefined : action,
      isBusy: isThrottling(error),
      codes: reasons.slice(actions.length),
    };
  }
}

async function takeUp(tools: WriteTools, task: Task, reason: Reason | undefined): Promise<Task[]> {
  const { Code: code = 'None', Message: message = code } = reason ?? {};
  if (code === 'None' || code === 'TransactionConflict' || isThrottlingCode(code)) return [task];
  const { change, settle } = task;
  const conflicts = task.conflicts + (code === FAILED ? 1 : 0);
  const fail = (why: string): Task[] => {
    settle({ kind: 'failure', failure: { key: change.key, reason: why }, conflicts });
    return [];
  };
  if (code !== FAILED) return fail(message);
  if (conflicts > MOST_CONFLICTS) return fail(TOO_MANY_CONFLICTS);
  const current = await readAgain(tools, change.key);
  const prepared = current && prepareItem(current, tools.preparation);
  if (prepared?.kind === 'change') return [{ ...task, change: prepared.change, conflicts }];
  if (prepared?.kind === 'failure') return fail(prepared.failure.reason);
  settle({ kind: prepared?.kind === 'unchanged' ? 'unchanged' : 'gone', conflicts });
  return [];
}

const neverTaken = (tableName: string): BootstrapError =>
  new BootstrapError(
    'never-processed',
    `DynamoDB has not taken a transaction of table ${tableName} in ${ATTEMPTS} attempts: the table is throttled, or its items ` +
      'are changed all the time. Run the command again: it goes on from there.',
  );
