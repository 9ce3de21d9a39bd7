import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import type { PlanState } from './plan-state';
import { tableNameOf } from './planned-tables';
import type { Recorder } from './recorder';
import { type Target, targetsOf } from './targets-of';
import { answer, type Call, exceptionOf, type Response, readOutput, refuse } from './wire';

type PlanRead = (call: Call, send: () => Promise<Response>) => Promise<Response>;

/**
 * What answers the reads of one migration: DynamoDB, except where it would have to know what the plan has held back.
 * There the plan stops being exact, and what would be new is answered as empty.
 */
export function createPlanRead(state: PlanState, recorder: Recorder): PlanRead {
  const repetitions = new Map<string, number>();

  function markInexact(call: Call, reason: string): void {
    recorder.markInexact(reason);
    const text = JSON.stringify(call);
    const count = (repetitions.get(text) ?? 0) + 1;
    repetitions.set(text, count);
    if (count > MOST_REPETITIONS) throw waitsInVain(call);
  }

  async function readItems(call: Call, send: () => Promise<Response>): Promise<Response> {
    const targets = targetsOf(call);
    const gone = targets.map((target) => whatIsGone(target, state)).find((refusal) => refusal !== undefined);
    if (gone) return gone;
    const reason = targets.map((target) => whyInexact(call, target, state)).find((found) => found !== undefined);
    if (reason) markInexact(call, reason);
    if (targets.some((target) => isYetToCome(target, state))) return answer(nothing(call, targets));
    const { name, response } = await exceptionOf(await send());
    const unfinished = name === 'ValidationException' && (await findUnfinishedIndex(targets, state));
    if (!unfinished) return response;
    markInexact(call, `${call.operation} reads index ${unfinished}, which is still being built`);
    return answer(nothing(call, targets));
  }

  return async (call, send) => {
    if (!DESCRIPTION.test(call.operation)) return readItems(call, send);
    if (state.isDescriptionStale(call)) {
      markInexact(call, `${call.operation} asks for what the migrations would have changed by then`);
    }
    return call.operation === 'DescribeTable' ? describeTable(call, send, state) : send();
  };
}

/** Calls that say what there is, and no items. */
const DESCRIPTION = /^(Describe|List|GetResourcePolicy$)/;

/** A migration that goes on reading the same until it changes, as its own writes would make it, would never end. */
const MOST_REPETITIONS = 10;

const waitsInVain = ({ operation }: Call): BootstrapError =>
  new BootstrapError(
    'plan-stopped',
    `${operation} was repeated ${MOST_REPETITIONS} times: it seems to wait for a change, and a plan makes none.`,
  );

async function describeTable(call: Call, send: () => Promise<Response>, { tables }: PlanState): Promise<Response> {
  const tableName = tableNameOf(call.input.TableName);
  const isReal = tables.fate(tableName) === undefined;
  const { output, response } = await readOutput(isReal ? await send() : answer({}));
  if (response.statusCode >= 300) return response;
  const table = tables.overlay(tableName, output.Table as TableDescription | undefined);
  return table
    ? answer({ ...output, Table: table })
    : refuse('ResourceNotFoundException', `Requested resource not found: Table: ${tableName} not found`);
}

function whatIsGone({ tableName, indexName = '' }: Target, { tables }: PlanState): Response | undefined {
  if (tables.fate(tableName) === 'deleted') {
    return refuse('ResourceNotFoundException', 'Requested resource not found');
  }
  return tables.indexFate(tableName, indexName) === 'deleted'
    ? refuse('ValidationException', `The table does not have the specified index: ${indexName}`)
    : undefined;
}

function whyInexact(
  { operation }: Call,
  { tableName, indexName, keys }: Target,
  { items, tables }: PlanState,
): string | undefined {
  const isWritten = keys ? keys.some((key) => items.isWritten(tableName, key)) : items.isWritten(tableName);
  if (isWritten) return `${operation} reads what the migrations would have written to table ${tableName} by then`;
  const isEmpty = tables.fate(tableName) === 'created';
  return !isEmpty && indexName && tables.indexFate(tableName, indexName) === 'created'
    ? `${operation} reads index ${indexName} of table ${tableName}, which would only be created`
    : undefined;
}

const isYetToCome = ({ tableName, indexName = '' }: Target, { tables }: PlanState): boolean =>
  tables.fate(tableName) === 'created' || tables.indexFate(tableName, indexName) === 'created';

async function findUnfinishedIndex(targets: readonly Target[], { tables }: PlanState): Promise<string | undefined> {
  for (const { tableName, indexName } of targets) {
    if (!indexName) continue;
    const indexes = (await tables.describe(tableName))?.GlobalSecondaryIndexes ?? [];
    const index = indexes.find(({ IndexName }) => IndexName === indexName);
    if (index && index.IndexStatus !== 'ACTIVE') return indexName;
  }
  return undefined;
}

/** The answer of a call that finds no item. */
function nothing({ operation }: Call, targets: readonly Target[]): object {
  switch (operation) {
    case 'GetItem':
      return {};
    case 'BatchGetItem':
      return { Responses: {}, UnprocessedKeys: {} };
    case 'Query':
    case 'Scan':
      return { Items: [], Count: 0, ScannedCount: 0 };
    case 'ExecuteStatement':
      return { Items: [] };
    default:
      return { Responses: targets.map(() => ({})) };
  }
}
