import type { IndexStatus } from '@aws-sdk/client-dynamodb';
import { createIndex } from '../../../bootstrap/migrator/steps/create-index';
import { deleteIndex } from '../../../bootstrap/migrator/steps/delete-index';
import type { IndexDefinition } from '../../../bootstrap/migrator/steps/index-definition';
import { type Call, inOrder, scriptedClient } from './scripted-client';
import { described, describedWithIndex } from './table-states';

const gsi1: IndexDefinition = {
  indexName: 'gsi1',
  partitionKey: { name: 'gsi1pk', type: 'S' },
  sortKey: { name: 'gsi1sk', type: 'S' },
};

const existing = (IndexStatus: IndexStatus, IndexName = 'gsi1') => ({
  IndexName,
  IndexStatus,
  KeySchema: [
    { AttributeName: 'gsi1pk', KeyType: 'HASH' as const },
    { AttributeName: 'gsi1sk', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
});

const namesOf = (calls: readonly { name: string }[]) => calls.map(({ name }) => name);

describe('createIndex', () => {
  test('adopts an index that is still building, and waits until it is ACTIVE', async () => {
    const { client, calls } = scriptedClient(
      inOrder(
        describedWithIndex(existing('CREATING')),
        describedWithIndex(existing('CREATING')),
        describedWithIndex(existing('ACTIVE')),
      ),
    );

    await createIndex({ client, tableName: 'things' }, gsi1);

    expect(namesOf(calls)).not.toContain('UpdateTable');
    expect(calls.length).toBeGreaterThanOrEqual(3);
  });

  test('waits while its table is UPDATING, and then the index itself, as somebody changes its units', async () => {
    const updating = described('UPDATING', { GlobalSecondaryIndexes: [existing('CREATING')] });
    const { client, calls } = scriptedClient(
      inOrder(
        ...[described('ACTIVE'), described('ACTIVE'), {}, described('UPDATING'), updating, updating],
        ...[describedWithIndex(existing('UPDATING')), describedWithIndex(existing('ACTIVE'))],
      ),
    );

    await createIndex({ client, tableName: 'things' }, gsi1);

    expect(namesOf(calls).filter((name) => name === 'UpdateTable')).toHaveLength(1);
    expect(calls).toHaveLength(8);
  });

  test('waits anew for a change that came ahead of it', async () => {
    const busy = Object.assign(new Error('still in use'), { name: 'ResourceInUseException' });
    const other = (status: IndexStatus) => describedWithIndex(existing(status, 'gsi2'));
    const { client, calls } = scriptedClient(
      inOrder(
        ...[described('ACTIVE'), described('ACTIVE'), busy, other('CREATING'), other('ACTIVE')],
        ...[{}, describedWithIndex(existing('ACTIVE'))],
      ),
    );

    await createIndex({ client, tableName: 'things' }, gsi1);

    expect(namesOf(calls.slice(2, 6))).toEqual(['UpdateTable', 'DescribeTable', 'DescribeTable', 'UpdateTable']);
  });

  test('waits until another index is built, as DynamoDB takes one change at a time', async () => {
    const other = (status: 'CREATING' | 'ACTIVE') => describedWithIndex(existing(status, 'gsi2'));
    const { client, calls } = scriptedClient(
      inOrder(other('CREATING'), other('CREATING'), other('ACTIVE'), {}, describedWithIndex(existing('ACTIVE'))),
    );

    await createIndex({ client, tableName: 'things' }, gsi1);

    expect(namesOf(calls.slice(0, 4))).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable', 'UpdateTable']);
    expect(namesOf(calls.slice(4))).not.toContain('UpdateTable');
  });

  test('makes an index that is just being deleted anew when it is gone', async () => {
    const { client, calls } = scriptedClient(
      inOrder(
        describedWithIndex(existing('DELETING')),
        describedWithIndex(existing('DELETING')),
        described('ACTIVE'),
        {},
        describedWithIndex(existing('ACTIVE')),
      ),
    );

    await createIndex({ client, tableName: 'things' }, gsi1);

    expect(namesOf(calls.slice(0, 4))).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable', 'UpdateTable']);
    expect(namesOf(calls.slice(4))).not.toContain('UpdateTable');
  });

  test.each<[string, IndexDefinition, string]>([
    [
      'other keys',
      { ...gsi1, sortKey: undefined },
      'gsi1pk (HASH, S), gsi1sk (RANGE, S), projection ALL; the migration wants gsi1pk (HASH, S), projection ALL',
    ],
    [
      'keys of another type',
      { ...gsi1, sortKey: { name: 'gsi1sk', type: 'N' } },
      'the migration wants gsi1pk (HASH, S), gsi1sk (RANGE, N), projection ALL',
    ],
    [
      'another projection',
      { ...gsi1, projection: ['name', 'city'] },
      'the migration wants gsi1pk (HASH, S), gsi1sk (RANGE, S), projection INCLUDE of city, name',
    ],
  ])('refuses an index of that name that has %s', async (_, definition, message) => {
    const { client, calls } = scriptedClient(inOrder(describedWithIndex(existing('ACTIVE'))));

    await expect(createIndex({ client, tableName: 'things' }, definition)).rejects.toMatchObject({
      code: 'index-differs',
      message: expect.stringContaining(message),
    });
    expect(namesOf(calls)).toEqual(['DescribeTable']);
  });

  test('adopts an index that carries the same attributes in another order', async () => {
    const carried = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['city', 'name'] };
    const { client, calls } = scriptedClient(
      inOrder(describedWithIndex({ ...existing('ACTIVE'), Projection: carried })),
    );

    await createIndex({ client, tableName: 'things' }, { ...gsi1, projection: ['name', 'city'] });

    expect(namesOf(calls)).toEqual(['DescribeTable']);
  });

  test('is given up when it is interrupted; the index goes on building', async () => {
    const { client } = scriptedClient(inOrder(describedWithIndex(existing('CREATING'))));

    await expect(createIndex({ client, tableName: 'things', signal: AbortSignal.abort() }, gsi1)).rejects.toMatchObject(
      {
        name: 'AbortError',
      },
    );
  });
});

describe('the look for items that a new index leaves out', () => {
  const created = [described('ACTIVE'), described('ACTIVE'), {}, describedWithIndex(existing('ACTIVE'))];
  const states = inOrder(...created);
  const key = { pk: { S: 'a' }, sk: { S: 'b' } };

  /** Builds the index over a table whose scans are answered so; returns the calls and the warnings. */
  async function createOver(scan: (call: Call) => object, signal?: AbortSignal) {
    const warnings: string[] = [];
    let described = 0;
    const { client, calls } = scriptedClient((call) => (call.name === 'Scan' ? scan(call) : states(call, described++)));
    await createIndex({ client, tableName: 'things', signal, onWarning: (message) => warnings.push(message) }, gsi1);
    return { calls, warnings };
  }

  test('reads all pages', async () => {
    const { warnings } = await createOver(({ input }) =>
      input.ExclusiveStartKey ? { Items: [key] } : { Items: [key], LastEvaluatedKey: key },
    );

    expect(warnings).toEqual([expect.stringMatching(/^2 items are not in index gsi1, because /)]);
  });

  test('ends after 100 MB, and says so', async () => {
    const { calls, warnings } = await createOver(() => ({ Items: [key], LastEvaluatedKey: key }));

    expect(calls.filter(({ name }) => name === 'Scan')).toHaveLength(100);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^100 items are not in index gsi1 in the first 100 MB of the table, which is all that was looked at, because /,
      ),
    ]);
  });

  test('says that it ended where it found nothing so far', async () => {
    const { warnings } = await createOver(() => ({ Items: [], LastEvaluatedKey: key }));

    expect(warnings).toEqual([
      'Only the first 100 MB of table things were looked at for items that are not in index gsi1, because a key attribute ' +
        'has another type there: none was found.',
    ]);
  });

  test('makes no migration fail whose index is built, but says that it was not done', async () => {
    const { warnings } = await createOver(() => {
      throw new Error('not authorized to perform: dynamodb:Scan');
    });

    expect(warnings).toEqual([
      'Whether table things has items that are not in index gsi1, because a key attribute has another type there, could ' +
        'not be looked up: not authorized to perform: dynamodb:Scan',
    ]);
  });

  test('is given up when it is interrupted', async () => {
    const controller = new AbortController();
    const scan = () => {
      controller.abort();
      return { Items: [], LastEvaluatedKey: key };
    };

    await expect(createOver(scan, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('deleteIndex', () => {
  test('waits for a deletion that an interrupted run began', async () => {
    const { client, calls } = scriptedClient(
      inOrder(describedWithIndex(existing('DELETING')), describedWithIndex(existing('DELETING')), described('ACTIVE')),
    );

    await deleteIndex({ client, tableName: 'things' }, 'gsi1');

    expect(namesOf(calls)).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable']);
  });

  test('leaves other indexes alone', async () => {
    const { client, calls } = scriptedClient(inOrder(describedWithIndex(existing('ACTIVE', 'gsi2'))));

    await deleteIndex({ client, tableName: 'things' }, 'gsi1');

    expect(namesOf(calls)).toEqual(['DescribeTable']);
  });
});
