import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type BackfillOptions, remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { LEDGER_PARTITION } from '../../../../table/ledger-keys';
import { json, type ProxiedRequest, refusal } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, keyAt, runBackfill, sdkKeyAt, WAYS } from './support/backfills';
import { meanwhile, putAll, type SdkItem } from './support/meanwhile';
import { isCheckpoint } from './support/requests';

jest.setTimeout(60_000);
afterEach(closeAll);

const ITEMS = 20;

const keep = ({ client, name: TableName }: ProxiedTable, position: number) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: sdkKeyAt(position),
      UpdateExpression: 'SET #keep = :yes',
      ExpressionAttributeNames: { '#keep': 'keep' },
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );

describe.each(WAYS)('with %s', (_, exactlyOnce) => {
  test.each<[string, NonNullable<Exclude<BackfillOptions['match'], () => boolean>>]>([
    ['filter', { filter: { expression: 'attribute_not_exists(keep)' } }],
    ['filter with a placeholder', { filter: { expression: 'attribute_not_exists(#k)', names: { '#k': 'keep' } } }],
    ['predicate', { where: (item) => item.keep === undefined }],
  ])('an item is not deleted that has what the %s let pass without by now', async (_, match) => {
    const table = await createProxiedTable();
    await fill(table, ITEMS);
    meanwhile(table, () => keep(table, 3));

    const totals = await runBackfill(table, { segments: 1, exactlyOnce, match, transform: () => remove() });

    expect(totals).toMatchObject({ matched: ITEMS - 1, removed: ITEMS - 1, failed: 0 });
    expect(await table.data()).toEqual([{ ...keyAt(3), keep: true }]);
  });
});

/** Its statement would have more than 8192 characters: it is written by UpdateItem. Some 9 KB. */
const longItem = (number: number): SdkItem => ({
  pk: { S: `long-${number}` },
  sk: { S: 'item' },
  ...Object.fromEntries(
    Array.from({ length: 140 }, (_, position): [string, AttributeValue] => [
      `a${position}`.padEnd(60, '_'),
      { N: String(position) },
    ]),
  ),
});

const isLoneUpdate = ({ operation, input }: ProxiedRequest): boolean =>
  operation === 'UpdateItem' && (input.Key as { pk: { S: string } }).pk.S !== LEDGER_PARTITION;

const marking: BackfillOptions = { segments: 2, transform: (item) => ({ ...item, mark: 'marked' }) };

test.each([
  ['an item', isLoneUpdate],
  ['a checkpoint', (request: ProxiedRequest) => request.operation === 'UpdateItem' && isCheckpoint(request)],
])('a transaction of somebody else at %s is sat out', async (_, isMet) => {
  const table = await createProxiedTable();
  await putAll(table.client, table.name, [longItem(1), longItem(2)]);
  let refused = 0;
  table.proxy.handle((request, forward) => {
    if (!isMet(request) || refused === 3) return forward();
    refused += 1;
    return refusal(400, 'TransactionConflictException');
  });

  const totals = await runBackfill(table, marking);

  expect(refused).toBe(3);
  expect(totals).toMatchObject({ matched: 2, updated: 2, failed: 0, conflicts: 0, throttles: 0 });
  expect((await table.data()).filter(({ mark }) => mark !== 'marked')).toEqual([]);
});

describe('writes that are refused for their conditions are charged', () => {
  const LONG = 10;
  /** Of a long item. */
  const UNITS = 9;

  test('and kept to the limit, as those are that go through', async () => {
    const limit = 100;
    const table = await createProxiedTable();
    await putAll(
      table.client,
      table.name,
      Array.from({ length: LONG }, (_, number) => longItem(number)),
    );
    const refused = new Set<string>();
    const sentAt: number[] = [];
    // Each of them the first time, as if somebody had changed the item, and changed it back.
    table.proxy.handle((request, forward) => {
      if (!isLoneUpdate(request)) return forward();
      sentAt.push(request.at);
      const key = JSON.stringify(request.input.Key);
      if (refused.has(key)) return forward();
      refused.add(key);
      return refusal(400, 'ConditionalCheckFailedException');
    });

    const totals = await runBackfill(table, { ...marking, maxWriteUnits: limit });

    expect(refused.size).toBe(LONG);
    expect(sentAt).toHaveLength(2 * LONG);
    expect(totals).toMatchObject({ updated: LONG, failed: 0 });
    expect(totals.writeUnits).toBeGreaterThanOrEqual(2 * LONG * UNITS);
    // The last one goes as soon as those ahead of it are paid.
    const seconds = ((sentAt.at(-1) ?? 0) - (sentAt[0] ?? 0)) / 1_000;
    expect(((2 * LONG - 1) * UNITS) / seconds).toBeLessThanOrEqual(1.1 * limit);
  });

  test('whole transactions too', async () => {
    const counting: BackfillOptions = { ...marking, exactlyOnce: true, segments: 1 };
    const undisturbed = await createProxiedTable();
    await fill(undisturbed, ITEMS);
    const { writeUnits } = await runBackfill(undisturbed, counting);
    const table = await createProxiedTable();
    await fill(table, ITEMS);
    let refused = 0;
    table.proxy.handle((request, forward) => {
      if (!isCheckpoint(request) || refused === 3) return forward();
      refused += 1;
      const actions = request.input.TransactItems as object[];
      return json(400, {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
        CancellationReasons: actions.map((_, position) => ({
          Code: position === 1 ? 'ConditionalCheckFailed' : 'None',
        })),
      });
    });

    const totals = await runBackfill(table, counting);

    expect(totals).toMatchObject({ updated: ITEMS, failed: 0, conflicts: 3 });
    // Twice a unit for each, as it is a transaction.
    expect(totals.writeUnits - writeUnits).toBeGreaterThanOrEqual(3 * 2 * ITEMS);
  });
});
