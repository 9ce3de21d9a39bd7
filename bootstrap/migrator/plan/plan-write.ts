import { applyUpdate } from './apply-update';
import { conditionHolds, describeExpression } from './expression';
import { type Item, toPlainItem, toPlainValue } from './plain-item';
import type { PlanState } from './plan-state';
import type { KnownItem } from './planned-items';
import type { PlannedWrite } from './planned-migration';
import type { Recorder } from './recorder';
import { type Call, type Response, refuse } from './wire';
import { answerWrite, canAnswer, refuseWrite } from './write-answers';
import type { Write } from './writes-of';

/** A write with what could be found out about it. */
export interface ExaminedWrite {
  write: Write;
  sampled: boolean;
  key: Item | undefined;
  before: KnownItem;
  after: KnownItem;
  /** False where its condition evidently does not hold; what can't be judged is taken to hold. */
  holds: boolean;
}

/** Records the writes of a call and answers it as if they had been made. */
export async function planWrite(call: Call, writes: Write[], state: PlanState, recorder: Recorder): Promise<Response> {
  if (writes.some(({ tableName }) => state.tables.fate(tableName) === 'deleted')) {
    return refuse('ResourceNotFoundException', 'Requested resource not found');
  }
  const examined: ExaminedWrite[] = [];
  for (const write of writes) examined.push(await examine(write, state, recorder));
  const refused = examined.some(({ holds }) => !holds);
  for (const each of examined) {
    if (each.sampled) recorder.record(toAction(each, refused));
    if (!refused && each.write.change !== 'check') note(each, state, recorder);
  }
  if (refused) return refuseWrite(call, examined);
  if (!examined.every(canAnswer)) {
    recorder.markInexact(`${call.operation} asks for values of what it writes, which only DynamoDB can tell`);
  }
  return answerWrite(call, examined);
}

async function examine(write: Write, state: PlanState, recorder: Recorder): Promise<ExaminedWrite> {
  const { tableName, item, condition } = write;
  const sampled = recorder.takeSample(write);
  const key = write.key ?? (item && keyOf(item, await state.tables.keyNames(tableName)));
  const depends = condition && conditionHolds(condition, null) !== undefined;
  const returns = write.returnValues !== undefined && write.returnValues !== 'NONE';
  const before = key && (sampled || depends || returns) ? await state.items.read(tableName, key) : undefined;
  return {
    write,
    sampled,
    key,
    before,
    after: key && itemAfter(write, key, before),
    holds: !condition || before === undefined || conditionHolds(condition, before) !== false,
  };
}

const keyOf = (item: Item, names: string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));

function itemAfter({ change, item, update }: Write, key: Item, before: KnownItem): KnownItem {
  if (change === 'put') return item;
  if (change === 'delete') return null;
  if (change !== 'update' || before === undefined) return undefined;
  return update ? applyUpdate(update, key, before) : (before ?? key);
}

function note({ write, key, sampled, after }: ExaminedWrite, { items }: PlanState, recorder: Recorder): void {
  recorder.count(write);
  // Of the many that are no sample, only the keys are kept.
  items.noteWrite(write.tableName, key, sampled ? after : undefined);
}

function toAction({ write, key, before, after }: ExaminedWrite, refused: boolean): PlannedWrite {
  const { operation, change, tableName } = write;
  const isWritten = change !== 'check' && !refused;
  return {
    kind: 'write',
    operation,
    change,
    tableName,
    ...(key && { key: toPlainItem(key) }),
    ...(before !== undefined && { before: before && toPlainItem(before) }),
    ...(isWritten && after !== undefined && { after: after && toPlainItem(after) }),
    ...(refused && { refused }),
    summary: `${refused ? 'would be refused: ' : ''}${describe(write, key)}`,
  };
}

function describe({ change, statement, update, condition }: Write, key: Item | undefined): string {
  if (statement) return [statement.text, ...statement.parameters.map(toJson)].join(' | ');
  const attributes = Object.entries(key ?? {}).map(([name, value]) => `${name} = ${toJson(value)}`);
  const target = `${change} ${attributes.join(', ')}`;
  const what = update ? `${target}: ${describeExpression(update)}` : target;
  return condition ? `${what}, if ${describeExpression(condition)}` : what;
}

const toJson = (value: Item[string]): string => JSON.stringify(toPlainValue(value));
