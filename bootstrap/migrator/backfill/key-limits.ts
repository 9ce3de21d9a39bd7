import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { WireItem, WireValue } from '../../bulk/attribute-values';

/** What an attribute has to be, as it is a key of indexes. */
export interface KeyLimit {
  attribute: string;
  indexName: string;
  type: 'S' | 'N' | 'B';
  mostBytes: number;
}

/**
 * 2048 bytes for a partition key and 1024 for a sort key, in an index as in a table:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
 */
const MOST_BYTES = { HASH: 2048, RANGE: 1024 };

/** The limits that the keys of a table's indexes set to its attributes. */
export function keyLimitsOf({
  AttributeDefinitions,
  GlobalSecondaryIndexes,
  LocalSecondaryIndexes,
}: TableDescription): KeyLimit[] {
  const types = new Map(
    AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  return [...(GlobalSecondaryIndexes ?? []), ...(LocalSecondaryIndexes ?? [])].flatMap(
    ({ IndexName: indexName = '', KeySchema = [] }) =>
      KeySchema.flatMap(({ AttributeName: attribute = '', KeyType = 'HASH' }) => {
        const type = types.get(attribute) ?? 'S';
        return attribute === 'pk' || attribute === 'sk'
          ? []
          : { attribute, indexName, type, mostBytes: MOST_BYTES[KeyType] };
      }),
  );
}

/** Why DynamoDB would refuse to write these attributes, or undefined where it would not. */
export function brokenKeyLimit(attributes: WireItem, limits: readonly KeyLimit[]): string | undefined {
  for (const { attribute, indexName, type, mostBytes } of limits) {
    const value = attributes[attribute];
    if (value === undefined) continue;
    const what = `${attribute}, a key of index ${indexName},`;
    const content = value[type];
    if (content === undefined) return `${what} is not ${TYPE_NAMES[type]}`;
    const bytes = sizeOf(value);
    if (bytes === 0) return `${what} is empty`;
    if (bytes > mostBytes) return `${what} has ${bytes} bytes; a key of its kind has up to ${mostBytes}`;
  }
  return undefined;
}

const TYPE_NAMES = { S: 'a string', N: 'a number', B: 'binary' };

const sizeOf = ({ S, B }: WireValue): number => {
  if (S !== undefined) return Buffer.byteLength(S);
  return B === undefined ? 1 : Buffer.byteLength(B, 'base64');
};
