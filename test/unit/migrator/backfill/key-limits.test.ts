import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { brokenKeyLimit, keyLimitsOf } from '../../../../bootstrap/migrator/backfill/key-limits';

const TABLE: TableDescription = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'gsi1pk', AttributeType: 'S' },
    { AttributeName: 'rank', AttributeType: 'N' },
    { AttributeName: 'hash', AttributeType: 'B' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
    },
    {
      IndexName: 'inverted',
      KeySchema: [
        { AttributeName: 'sk', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'lsi1',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'hash', KeyType: 'RANGE' },
      ],
    },
  ],
};

test("the limits are those of the indexes' keys, without the table's own", () => {
  expect(keyLimitsOf(TABLE)).toEqual([
    { attribute: 'gsi1pk', indexName: 'gsi1', type: 'S', mostBytes: 2048 },
    { attribute: 'rank', indexName: 'gsi1', type: 'N', mostBytes: 1024 },
    { attribute: 'hash', indexName: 'lsi1', type: 'B', mostBytes: 1024 },
  ]);
  expect(keyLimitsOf({})).toEqual([]);
});

const bytes = (count: number): string => Buffer.alloc(count).toString('base64');

test.each<[name: string, attributes: WireItem, broken: RegExp | undefined]>([
  ['none of them', { other: { L: [] } }, undefined],
  ['as long as may be', { gsi1pk: { S: 'ä'.repeat(1024) } }, undefined],
  ['longer, in bytes', { gsi1pk: { S: `${'ä'.repeat(1024)}b` } }, /^gsi1pk, a key of index gsi1, has 2049 bytes/],
  ['empty', { gsi1pk: { S: '' } }, /is empty/],
  ['null', { gsi1pk: { NULL: true } }, /is not a string/],
  ['a number', { rank: { N: '0' } }, undefined],
  ['a string for a number', { rank: { S: '1' } }, /^rank, a key of index gsi1, is not a number/],
  ['binary', { hash: { B: bytes(1024) } }, undefined],
  ['more binary', { hash: { B: bytes(1025) } }, /1025 bytes/],
  ['empty binary', { hash: { B: '' } }, /is empty/],
  ['a set', { hash: { BS: [bytes(1)] } }, /is not binary/],
])('%s', (_, attributes, broken) => {
  const reason = brokenKeyLimit(attributes, keyLimitsOf(TABLE));
  if (broken) expect(reason).toMatch(broken);
  else expect(reason).toBeUndefined();
});
