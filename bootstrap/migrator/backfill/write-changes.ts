import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { sameItem } from '../../bulk/attribute-values';
import { itemSize } from '../../bulk/item-size';
import { pause, type Sender } from '../../bulk/sender';
import { settleAll } from '../../bulk/settle-all';
import { isThrottlingCode } from '../../bulk/throttling';
import { BootstrapError } from '../../errors';
import type { Matcher } from './match';
import { type Change, type Failure, type Preparation, type Prepared, prepareItem } from './prepare-item';
import { readAgain, readStored } from './read-again';
import { type Statement, TOO_MANY_ATTRIBUTES, toConditionalWrite, toStatement } from './statements';
import { type WrittenIndex, writeUnitsOf } from './write-units';

export interface WriteTools {
  sender: Sender;
  tableName: string;
  preparation: Preparation;
  matcher: Matcher;
  /** Those of the table: their entries are written with its items. */
  indexes: readonly WrittenIndex[];
}

/** What became of one change. `gone`: somebody else has deleted the item, or it does not match any more. */
export type Outcome = { conflicts: number } & (
  | { kind: 'updated' | 'removed' | 'unchanged' | 'gone' }
  | { kind: 'failure'; failure: Failure }
);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html */
const STATEMENTS_PER_REQUEST = 25;
/** Beyond this a batch is not worth its wait, nor its memory. */
const BYTES_PER_REQUEST = 1024 * 1024;
/** An item that somebody else changes without a pause is given up after so many times. */
export const MOST_CONFLICTS = 100;
export const TOO_MANY_CONFLICTS = `somebody else changed it ${MOST_CONFLICTS} times in a row`;
/** Conflicts are no sign that the table is busy: waits ahead of another attempt grow no further than to some 0.2 s. */
export const LONGEST_PAUSE_OF_CONFLICTS = 3;
const MOST_MISJUDGEMENTS = 5;
/** Some ten minutes in which not one of them is taken. */
const ROUNDS_WITHOUT_PROGRESS = 130;

/** A change on its way. */
interface Task {
  change: Change;
  conflicts: number;
  /** Not as a statement: that was refused, or said of an item that is the same that it is not. */
  alone: boolean;
  /** DynamoDB said that the item is not what the transform saw: it is to be read again, right before its next write. */
  isStale: boolean;
  /** How often DynamoDB said that it is not what it is. */
  misjudged: number;
  settle(outcome: Outcome): void;
}

/**
 * Writes changes, each on condition that the item still is what its transform saw: 25 statements a request, as many
 * requests at once as the table bears. What was not processed is sent again. An item that somebody else has changed is
 * read again and transformed again; one that has been deleted stays so.
 *
 * @returns what became of each, in their order, once all is acknowledged
 * @throws the SDK's error where a request fails for good, and the signal's reason. What was written by then stays.
 */
export async function writeChanges(tools: WriteTools, changes: readonly Change[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let tasks = changes.map((change, index): Task => {
    const settle = (outcome: Outcome) => {
      outcomes[index] = outcome;
    };
    return { change, conflicts: 0, alone: false, isStale: false, misjudged: 0, settle };
  });
  for (let idle = 0; tasks.length > 0; ) {
    const left = await writeRound(tools, tasks);
    idle = left.length < tasks.length ? 0 : idle + 1;
    if (idle === ROUNDS_WITHOUT_PROGRESS) throw neverProcessed(tools.tableName, left.length);
    const isBusy = left.some(({ isStale }) => !isStale);
    const count = isBusy ? idle + 1 : Math.min(idle + 1, LONGEST_PAUSE_OF_CONFLICTS);
    if (left.length > 0) await pause(count, tools.sender.signal);
    tasks = left;
  }
  return outcomes;
}

/** Resolves to the tasks that are still to be done. Between the new look at an item and its write lies as little as can be. */
async function writeRound(tools: WriteTools, tasks: readonly Task[]): Promise<Task[]> {
  const write = async (some: readonly Task[]): Promise<Task[]> =>
    (await settleAll(toBatches(tools, some).map((batch) => writeBatch(tools, batch)))).flat();
  const stale = tasks.filter(({ isStale }) => isStale);
  const groups = Array.from({ length: Math.ceil(stale.length / STATEMENTS_PER_REQUEST) }, (_, group) =>
    stale.slice(group * STATEMENTS_PER_REQUEST, (group + 1) * STATEMENTS_PER_REQUEST),
  );
  const rounds = [
    write(tasks.filter(({ isStale }) => !isStale)),
    ...groups.map(async (group) => write((await settleAll(group.map((task) => changeAgain(tools, task)))).flat())),
  ];
  return (await settleAll(rounds)).flat();
}

interface Batch {
  tasks: Task[];
  /** Undefined where its one task is to be written alone. */
  statements?: Statement[];
  units: number;
}

function toBatches({ tableName, indexes }: WriteTools, tasks: readonly Task[]): Batch[] {
  const batches: Batch[] = [];
  let open: Required<Batch> = { tasks: [], statements: [], units: 0 };
  let bytes = 0;
  for (const task of tasks) {
    const units = writeUnitsOf(task.change, indexes);
    const statement = task.alone ? undefined : toStatement(tableName, task.change);
    if (!statement) {
      batches.push({ tasks: [task], units });
      continue;
    }
    // The item as it was goes along as the statement's condition.
    const size = itemSize(task.change.before) + itemSize(task.change.set);
    if (open.tasks.length === STATEMENTS_PER_REQUEST || (bytes > 0 && bytes + size > BYTES_PER_REQUEST)) {
      batches.push(open);
      open = { tasks: [], statements: [], units: 0 };
      bytes = 0;
    }
    open.tasks.push(task);
    open.statements.push(statement);
    open.units += units;
    bytes += size;
  }
  return open.tasks.length > 0 ? [...batches, open] : batches;
}

/** Resolves to the tasks that are still to be done. */
async function writeBatch(tools: WriteTools, { tasks, statements, units }: Batch): Promise<Task[]> {
  if (!statements) return (await settleAll(tasks.map((task) => writeAlone(tools, task, units)))).flat();
  try {
    const answer = await tools.sender.write('BatchExecuteStatement', { Statements: statements }, units, hasThrottled);
    const { Responses = [] } = answer as StatementsAnswer;
    return (await settleAll(tasks.map((task, index) => settleStatement(tools, task, Responses[index])))).flat();
  } catch (error) {
    if (!isInvalid(error)) throw error;
    // One that DynamoDB does not take as a statement spoils the whole request: each by itself says which it is.
    return tasks.map((task) => ({ ...task, alone: true }));
  }
}

interface StatementsAnswer {
  Responses?: StatementAnswer[];
}

interface StatementAnswer {
  Error?: { Code?: string; Message?: string };
}

const hasThrottled = (answer: object): boolean =>
  (answer as StatementsAnswer).Responses?.some(({ Error: error }) => isThrottlingCode(error?.Code)) ?? false;

/** Codes of a single statement that pass: it is simply sent again. */
const PASSING = new Set(['InternalServerError', 'TransactionConflict', 'DuplicateItem']);

async function settleStatement(tools: WriteTools, task: Task, answer: StatementAnswer | undefined): Promise<Task[]> {
  // Without an answer of its own nothing is known of it: it counts as not done.
  if (!answer) return [task];
  const { Error: error } = answer;
  if (!error) return written(task);
  const { Code: code = '', Message: message = '' } = error;
  if (code === 'ConditionalCheckFailed') return [{ ...task, isStale: true }];
  if (isThrottlingCode(code) || PASSING.has(code)) return [task];
  if (code === 'AccessDenied') throw denied(tools.tableName, message);
  if (code === 'ResourceNotFound') throw gone(tools.tableName, message);
  // Whatever else it is, UpdateItem says it in full.
  return [{ ...task, alone: true }];
}

/** With UpdateItem or DeleteItem: what PartiQL can't say, or does not say clearly. */
async function writeAlone(tools: WriteTools, task: Task, units: number): Promise<Task[]> {
  const input = toConditionalWrite(tools.tableName, task.change);
  if (!input) return fail(task, TOO_MANY_ATTRIBUTES);
  try {
    await tools.sender.write(task.change.after ? 'UpdateItem' : 'DeleteItem', input, units);
    return written(task);
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return [{ ...task, isStale: true }];
    if (error instanceof Error && LASTING.has(error.name)) return fail(task, error.message);
    throw error;
  }
}

/** Refusals that are about the item, and not about the request's right or time. */
const LASTING = new Set(['ValidationException', 'ItemCollectionSizeLimitExceededException']);

/** DynamoDB does not take the request as it is. */
export const isInvalid = (error: unknown): boolean =>
  error instanceof DynamoDBServiceException &&
  (error.name === 'ValidationException' || error.name === 'DuplicateItemException');

function written(task: Task): Task[] {
  task.settle({ kind: task.change.after ? 'updated' : 'removed', conflicts: task.conflicts });
  return [];
}

function fail(task: Task, reason: string): Task[] {
  task.settle({ kind: 'failure', failure: { key: task.change.key, reason }, conflicts: task.conflicts });
  return [];
}

/** The item is read again, and the transform is asked again. */
async function changeAgain(tools: WriteTools, stale: Task): Promise<Task[]> {
  const task = { ...stale, isStale: false };
  const { change } = task;
  const stored = await readStored(tools, change.key);
  if (!stored) {
    // Deleted it may well be by us: by a request whose answer did not come.
    task.settle({ kind: change.after ? 'gone' : 'removed', conflicts: task.conflicts });
    return [];
  }
  // It is as we want it: by us, in a request whose answer did not come, or by somebody else.
  if (change.after && sameItem(stored, change.after)) return written(task);
  if (sameItem(stored, change.before)) {
    // Changed and changed back, or PartiQL compares otherwise than we do: UpdateItem has the last word.
    const misjudged = task.misjudged + 1;
    return misjudged > MOST_MISJUDGEMENTS ? fail(task, NOT_COMPARABLE) : [{ ...task, alone: true, misjudged }];
  }
  const conflicts = task.conflicts + 1;
  if (conflicts > MOST_CONFLICTS) return fail(task, TOO_MANY_CONFLICTS);
  // Only DynamoDB can tell whether its filter still lets the item through.
  const current = tools.matcher.filter ? await readAgain(tools, change.key) : stored;
  return takeUp({ ...task, conflicts }, current ? prepareItem(current, tools.preparation) : { kind: 'unmatched' });
}

const NOT_COMPARABLE = 'DynamoDB says that it has changed, but it has not: its attributes cannot be compared';

function takeUp(task: Task, prepared: Prepared): Task[] {
  const { conflicts } = task;
  switch (prepared.kind) {
    case 'change':
      return [{ ...task, change: prepared.change }];
    case 'failure':
      task.settle({ ...prepared, conflicts });
      return [];
    default:
      task.settle({ kind: prepared.kind === 'unmatched' ? 'gone' : 'unchanged', conflicts });
      return [];
  }
}

const neverProcessed = (tableName: string, count: number): BootstrapError =>
  new BootstrapError(
    'never-processed',
    `DynamoDB has not taken ${count} writes of a page of table ${tableName} in ${ROUNDS_WITHOUT_PROGRESS} attempts. ` +
      'The table is throttled: raise its capacity, or give a lower maxWriteUnits, and run the command again: it goes on from there.',
  );

const denied = (tableName: string, message: string): BootstrapError =>
  new BootstrapError(
    'access-denied',
    `A backfill of table ${tableName} needs the rights dynamodb:PartiQLUpdate and dynamodb:PartiQLDelete besides those of ` +
      `UpdateItem and DeleteItem: ${message}`,
  );

const gone = (tableName: string, message: string): BootstrapError =>
  new BootstrapError('table-gone', `Table ${tableName} is gone while it is backfilled: ${message}`);
