import type { WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { json } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { fill, keyAt, runBackfill } from './support/backfills';
import { isCheckpoint, isPageRead, withPageOf } from './support/requests';

afterEach(closeAll);

const mark = (item: object) => ({ ...item, mark: 'marked' });

test('pages without items are not the end: one of many thousand items matches, and is found', async () => {
  const PAGES = 100;
  const ITEMS_PER_PAGE = 1_000;
  const table = await createProxiedTable();
  await fill(table, 1);
  // As many as a filter leaves out, and then the table.
  table.proxy.handle(({ operation, input }, forward) => {
    if (operation !== 'Scan') return forward();
    const { ExclusiveStartKey: from, ...rest } = input as { ExclusiveStartKey?: WireItem };
    const page = Number(from?.sk?.S ?? 0);
    if (page === PAGES) return forward(rest);
    const LastEvaluatedKey = { pk: { S: 'left out' }, sk: { S: String(page + 1) } };
    return json(200, { Items: [], Count: 0, ScannedCount: ITEMS_PER_PAGE, LastEvaluatedKey });
  });

  const totals = await runBackfill(table, {
    segments: 1,
    match: { filter: { expression: 'attribute_exists(pk)' } },
    transform: mark,
  });

  expect(totals).toMatchObject({ matched: 1, updated: 1 });
  expect(totals.scanned).toBeGreaterThan(PAGES * ITEMS_PER_PAGE);
  expect(table.proxy.requests.filter(isCheckpoint)).toHaveLength(PAGES + 1);
  expect(await table.data()).toEqual([{ ...keyAt(0), mark: 'marked' }]);
});

test('a filter that matches nothing changes nothing, and reads all', async () => {
  const table = await createProxiedTable();
  await fill(table, 100);
  table.proxy.handle((request, forward) => forward(withPageOf(10, request)));

  const totals = await runBackfill(table, {
    segments: 2,
    match: { filter: { expression: '#no = :no', names: { '#no': 'no' }, values: { ':no': 1 } } },
    transform: mark,
  });

  expect(totals).toMatchObject({ matched: 0, updated: 0, unchanged: 0, failed: 0 });
  expect(totals.scanned).toBeGreaterThanOrEqual(100);
  expect((await table.data()).filter((item) => 'mark' in item)).toEqual([]);
});

test('one segment has nearly all items: they are all worked off', async () => {
  const table = await createProxiedTable();
  await fill(table, 700);
  // All of the table is in the first of eight segments, for whoever asks.
  table.proxy.handle((request, forward) => {
    if (!isPageRead(request)) return forward();
    if (request.input.Segment !== 0) return json(200, { Items: [], Count: 0, ScannedCount: 0 });
    return forward({ ...withPageOf(50, request), TotalSegments: 1 });
  });

  expect(await runBackfill(table, { segments: 8, transform: mark })).toMatchObject({ matched: 700, updated: 700 });
  expect((await table.data()).filter((item) => item.mark !== 'marked')).toEqual([]);
});

test('there are more segments than items: each is worked off once', async () => {
  const table = await createProxiedTable();
  await fill(table, 10);

  expect(await runBackfill(table, { segments: 100, transform: mark })).toMatchObject({ matched: 10, updated: 10 });
  expect((await table.data()).filter((item) => item.mark !== 'marked')).toEqual([]);
});

test('with a partition, its items are read by a Query, those under the prefix alone, and all others stay', async () => {
  const table = await createProxiedTable();
  await fill(table, 300, (position) => ({ pk: 'one', sk: `${position < 200 ? 'in' : 'out'}#${position}` }));
  await fill(table, 5, (position) => ({ pk: 'other', sk: `in#${position}` }));
  table.proxy.handle((request, forward) =>
    forward(request.operation === 'Query' ? { ...request.input, Limit: 30 } : request.input),
  );

  const totals = await runBackfill(table, { match: { partition: 'one', sortKeyPrefix: 'in#' }, transform: mark });

  expect(totals).toMatchObject({ scanned: 200, matched: 200, updated: 200 });
  const marked = (await table.data()).filter((item) => item.mark === 'marked');
  expect(marked).toHaveLength(200);
  expect(marked.filter(({ pk, sk }) => pk !== 'one' || !String(sk).startsWith('in#'))).toEqual([]);
  expect(table.proxy.requests.filter(({ operation }) => operation === 'Scan')).toEqual([]);
});

test("the ledger's own partition is never changed, even by name", async () => {
  const table = await createProxiedTable();
  await fill(table, 3);

  expect(await runBackfill(table, { match: { partition: '#GROUNDWORK' }, transform: mark })).toMatchObject({
    matched: 0,
    updated: 0,
  });
  expect((await table.items()).filter((item) => 'mark' in item)).toEqual([]);
});
