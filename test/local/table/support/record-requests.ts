import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AccessRequest } from '../../../../table/access-pattern';
import { ENTITIES } from '../../../../table/model';

/** What a request asked of DynamoDB, in the terms of a description but with values where that has placeholders. */
export interface RecordedRequest extends Omit<AccessRequest, 'action' | 'entity' | 'index'> {
  action: string;
  index?: string;
  /** Of an item that is written whole. */
  entity?: string;
}

/** The access patterns use a document client: its values are native. */
type Item = Record<string, unknown>;

type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** The parts of the inputs that say what is accessed; each has some of them. */
interface Input {
  Key?: Item;
  Item?: Item;
  IndexName?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  RequestItems?: Record<string, { Keys?: Item[] } | WriteRequest[]>;
  TransactItems?: Record<string, Input>[];
}

/** Every request that this client sends from now on, a transaction and a batch as their parts. */
export function recordRequests(client: DynamoDBClient): RecordedRequest[] {
  const recorded: RecordedRequest[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (request) => {
        recorded.push(...partsOf(commandName.replace(/Command$/, ''), request.input as Input));
        return next(request);
      },
    { step: 'initialize' },
  );
  return recorded;
}

/** Whether a request is of the kind that a description says. */
export function matches(request: RecordedRequest, described: AccessRequest): boolean {
  const { keys } = ENTITIES.find(({ name }) => name === described.entity) ?? {};
  return (
    keys !== undefined &&
    request.action === described.action &&
    request.index === described.index &&
    request.transaction === described.transaction &&
    (request.entity ?? described.entity) === described.entity &&
    asPattern(described.key).test(request.key)
  );
}

function partsOf(action: string, input: Input): RecordedRequest[] {
  if (action === 'TransactWriteItems') {
    return (input.TransactItems ?? []).flatMap((part) =>
      Object.entries(part).flatMap(([name, write]) =>
        partsOf(name === 'ConditionCheck' ? 'ConditionCheckItem' : `${name}Item`, write).map((request) => ({
          ...request,
          transaction: true as const,
        })),
      ),
    );
  }
  if (input.RequestItems) return batchOf(input.RequestItems).map((item) => ({ action, ...itemOf(item) }));
  if (input.KeyConditionExpression === undefined) return [{ action, ...itemOf(input.Item ?? input.Key ?? {}) }];
  return [{ action, key: conditionOf(input), ...(input.IndexName !== undefined && { index: input.IndexName }) }];
}

function batchOf(requestItems: NonNullable<Input['RequestItems']>): Item[] {
  return Object.values(requestItems).flatMap((work) =>
    Array.isArray(work)
      ? work.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {})
      : (work.Keys ?? []),
  );
}

const itemOf = ({ pk, sk, _et }: Item): { key: string; entity?: string } => ({
  key: `pk = ${pk} and sk = ${sk}`,
  ...(typeof _et === 'string' && { entity: _et }),
});

/** The key condition with the names and the values in it, e.g. `pk = company#Acme and begins_with(sk, user#)`. */
function conditionOf({
  KeyConditionExpression = '',
  ExpressionAttributeNames: names = {},
  ExpressionAttributeValues: values = {},
}: Input): string {
  return KeyConditionExpression.replace(/ (AND|BETWEEN) /g, (operator) => operator.toLowerCase())
    .replaceAll(/(?<!begins_with)\(((?:\([^()]*\)|[^()])*)\)/g, '$1')
    .replaceAll(/#\w+/g, (name) => names[name] ?? name)
    .replaceAll(/:\w+/g, (name) => String(values[name]));
}

/** A description's key with any value in place of each placeholder. */
function asPattern(key: string): RegExp {
  const pieces = key.split(/\{\w+\}/).map((piece) => piece.replaceAll(/[().]/g, '\\$&'));
  return new RegExp(`^${pieces.join('[^#]*')}$`);
}
