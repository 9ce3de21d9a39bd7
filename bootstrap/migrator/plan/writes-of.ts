import type { ConditionCheck, Delete, Put, TransactWriteItem, Update, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Expression } from './expression';
import { partiqlOf } from './is-read';
import { isSelect, targetOf } from './partiql';
import type { Item } from './plain-item';
import type { Change } from './planned-migration';
import { tableNameOf } from './planned-tables';
import { type Call, fromWire } from './wire';

/** One write of a call that may make many. */
export interface Write {
  operation: string;
  change: Change;
  tableName: string;
  /** Of an update, a deletion or a check. */
  key?: Item;
  /** Of a put. */
  item?: Item;
  update?: Expression;
  condition?: Expression;
  /** The parameter ReturnValues. */
  returnValues?: string;
  /** Whether the item is asked for where the condition does not hold. */
  returnsOnRefusal?: boolean;
  /** PartiQL. */
  statement?: { text: string; parameters: Item[string][] };
}

/** The writes that a call asks for, in its order. None for a call that does not write items. */
export function writesOf({ operation, input }: Call): Write[] {
  switch (operation) {
    case 'PutItem':
      return [toWrite(operation, 'put', input)];
    case 'UpdateItem':
      return [toWrite(operation, 'update', input)];
    case 'DeleteItem':
      return [toWrite(operation, 'delete', input)];
    case 'BatchWriteItem':
      return Object.entries(input.RequestItems ?? {}).flatMap(([TableName, requests]) =>
        (requests as WriteRequest[]).map((request) => ofBatch(operation, TableName, request)),
      );
    case 'TransactWriteItems':
      return ((input.TransactItems ?? []) as TransactWriteItem[]).map((item) => ofTransaction(operation, item));
    default:
      return partiqlOf(input).map(({ Statement, Parameters = [] }) => ofStatement(operation, Statement, Parameters));
  }
}

function ofBatch(operation: string, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Write {
  return PutRequest
    ? toWrite(operation, 'put', { TableName, ...PutRequest })
    : toWrite(operation, 'delete', { TableName, ...DeleteRequest });
}

function ofTransaction(operation: string, item: TransactWriteItem): Write {
  if (item.Put) return toWrite(operation, 'put', item.Put);
  if (item.Update) return toWrite(operation, 'update', item.Update);
  return item.Delete
    ? toWrite(operation, 'delete', item.Delete)
    : toWrite(operation, 'check', item.ConditionCheck ?? {});
}

/** The parameters of a write, which are the same in a call of its own and in a transaction; some of them are older. */
type Parameters = Partial<Put & Update & Delete & ConditionCheck> & {
  ReturnValues?: string;
  AttributeUpdates?: object;
  Expected?: object;
};

function toWrite(operation: string, change: Change, parameters: Parameters): Write {
  const { TableName, Item, Key, ReturnValues, ReturnValuesOnConditionCheckFailure, ...expressions } = parameters;
  const names = expressions.ExpressionAttributeNames ?? {};
  const values = fromWire(expressions.ExpressionAttributeValues ?? {});
  const update = expressions.UpdateExpression ?? asText(expressions.AttributeUpdates);
  const condition = expressions.ConditionExpression ?? asText(expressions.Expected);
  return {
    operation,
    change,
    tableName: tableNameOf(TableName),
    key: Key && fromWire(Key),
    item: Item && fromWire(Item),
    update: update === undefined ? undefined : { text: update, names, values },
    condition: condition === undefined ? undefined : { text: condition, names, values },
    returnValues: ReturnValues,
    returnsOnRefusal: ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** The parameters that came before expressions are shown, not understood. */
const asText = (legacy: object | undefined): string | undefined => legacy && JSON.stringify(legacy);

function ofStatement(operation: string, statement: unknown, parameters: unknown[]): Write {
  const text = String(statement);
  return {
    operation,
    change: isSelect(text) ? 'check' : 'statement',
    tableName: tableNameOf(targetOf(text)?.tableName ?? ''),
    statement: { text, parameters: Object.values(fromWire({ ...parameters })) },
  };
}
