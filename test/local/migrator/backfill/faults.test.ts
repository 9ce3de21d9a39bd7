import { type BackfillOptions, remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import type { BackfillProgress } from '../../../../bootstrap/migrator/backfill/backfill-totals';
import { type Handler, json, NO_ANSWER, type ProxiedRequest, refusal } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, keyAt, runBackfill } from './support/backfills';
import { createRandom } from './support/random';
import { isBatch, isCheckpoint, isPageRead, withPageOf } from './support/requests';

const ITEMS = 200;
const ITEMS_PER_PAGE = 40;

jest.setTimeout(60_000);
afterEach(closeAll);

async function createFilledTable(handler: Handler): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, () => ({ count: 0 }));
  table.proxy.handle(handler);
  return table;
}

/** Each item once, whatever happened on the way. */
async function expectCountedOnce(table: ProxiedTable): Promise<void> {
  const counts = (await table.data()).map(({ count }) => count);
  expect(counts).toHaveLength(ITEMS);
  expect(counts.filter((count) => count !== 1)).toEqual([]);
}

const setting: BackfillOptions = { segments: 4, transform: (item) => ({ ...item, count: 1 }) };
const counting: BackfillOptions = {
  segments: 4,
  exactlyOnce: true,
  transform: (item) => ({ ...item, count: Number(item.count) + 1 }),
};
const WAYS: [string, BackfillOptions][] = [
  ['statements', setting],
  ['transactions', counting],
];

const isOfBackfill = (request: ProxiedRequest) => isPageRead(request) || isBatch(request) || isCheckpoint(request);

test.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'InternalServerError'])(
  '40 %% of the statements of each batch answer %s within a success: all are done in the end, and counted once',
  async (code) => {
    const random = createRandom(40);
    let refused = 0;
    const table = await createFilledTable(async (request, forward) => {
      if (!isBatch(request)) return forward(withPageOf(ITEMS_PER_PAGE, request));
      const statements = request.input.Statements as object[];
      const isTaken = statements.map(() => random(10) >= 4);
      const taken = statements.filter((_, position) => isTaken[position]);
      refused += statements.length - taken.length;
      const answer =
        taken.length > 0 ? await forward({ ...request.input, Statements: taken }) : json(200, { Responses: [] });
      const responses: object[] = JSON.parse(answer.body.toString()).Responses;
      return json(200, {
        Responses: isTaken.map((one) => (one ? responses.shift() : { Error: { Code: code, Message: 'Not now.' } })),
      });
    });

    const totals = await runBackfill(table, setting);

    expect(totals).toMatchObject({ matched: ITEMS, updated: ITEMS, unchanged: 0, failed: 0, conflicts: 0 });
    expect(refused).toBeGreaterThan(ITEMS * 0.4);
    await expectCountedOnce(table);
  },
);

test('40 % of each batch are left out of its answer altogether: they count as not done', async () => {
  let left = 0;
  const table = await createFilledTable(async (request, forward) => {
    if (!isBatch(request)) return forward(withPageOf(ITEMS_PER_PAGE, request));
    const statements = request.input.Statements as object[];
    const taken = statements.slice(0, Math.ceil(statements.length * 0.6));
    left += statements.length - taken.length;
    return forward({ ...request.input, Statements: taken });
  });

  expect(await runBackfill(table, setting)).toMatchObject({ matched: ITEMS, updated: ITEMS, failed: 0, conflicts: 0 });
  expect(left).toBeGreaterThan(ITEMS * 0.4);
  await expectCountedOnce(table);
});

const THROTTLED = json(400, {
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded.',
  ThrottlingReasons: [{ reason: 'TableWriteProvisionedThroughputExceeded', resource: 'the table' }],
});

test.each(WAYS)(
  'with %s, storms of throttled requests are sat out, and counted with their reasons',
  async (_, options) => {
    let requests = 0;
    let refused = 0;
    const table = await createFilledTable((request, forward) => {
      if (!isOfBackfill(request)) return forward();
      requests += 1;
      if (requests % 12 >= 4) return forward(withPageOf(ITEMS_PER_PAGE, request));
      refused += 1;
      return THROTTLED;
    });
    const told: BackfillProgress[] = [];

    const totals = await runBackfill(table, options, {
      onEvent: (event) => event.type === 'backfill' && told.push(event.progress),
    });

    expect(totals).toMatchObject({ updated: ITEMS, failed: 0, throttles: refused });
    expect(told.at(-1)?.throttlingReasons).toEqual({ TableWriteProvisionedThroughputExceeded: refused });
    await expectCountedOnce(table);
  },
);

test('a transaction that is cancelled because of throttling is sent again, and counts as throttled', async () => {
  let refused = 0;
  const table = await createFilledTable((request, forward) => {
    if (!isCheckpoint(request) || refused === 3) return forward(withPageOf(ITEMS_PER_PAGE, request));
    refused += 1;
    const reasons = (request.input.TransactItems as object[]).map((_, position) => ({
      Code: position === 1 ? 'ThrottlingError' : 'None',
    }));
    return json(400, {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [ThrottlingError]',
      CancellationReasons: reasons,
    });
  });

  expect(await runBackfill(table, counting)).toMatchObject({ updated: ITEMS, failed: 0, throttles: 3 });
  await expectCountedOnce(table);
});

test.each(WAYS)('with %s, every third request is answered with a 500: it is sent again', async (_, options) => {
  let requests = 0;
  const table = await createFilledTable((request, forward) => {
    requests += isOfBackfill(request) ? 1 : 0;
    return requests % 3 === 1 && isOfBackfill(request)
      ? refusal(500, 'InternalServerError')
      : forward(withPageOf(ITEMS_PER_PAGE, request));
  });

  expect(await runBackfill(table, options)).toMatchObject({ updated: ITEMS, failed: 0, throttles: 0, conflicts: 0 });
  await expectCountedOnce(table);
});

/** Its second look at an item is not to be a second count of it. */
const guarded: BackfillOptions = {
  segments: 4,
  match: { where: (item) => item.isCounted === undefined },
  transform: (item) => ({ ...item, count: Number(item.count) + 1, isCounted: true }),
};
const filtered: BackfillOptions = {
  ...guarded,
  match: { filter: { expression: 'attribute_not_exists(isCounted)' }, where: (item) => item.isCounted === undefined },
};

test.each<[string, BackfillOptions]>([
  ...WAYS,
  ['statements that a predicate guards', guarded],
  ['statements that a filter guards', filtered],
])(
  'with %s, the connection is cut after every other request was sent: each item is counted once',
  async (_, options) => {
    let requests = 0;
    let cut = 0;
    const table = await createFilledTable(async (request, forward) => {
      const answer = await forward(withPageOf(ITEMS_PER_PAGE, request));
      requests += isOfBackfill(request) ? 1 : 0;
      if (requests % 2 === 0 || !isOfBackfill(request)) return answer;
      cut += 1;
      return NO_ANSWER;
    });

    expect(await runBackfill(table, options)).toMatchObject({
      matched: ITEMS,
      updated: ITEMS,
      failed: 0,
      conflicts: 0,
    });
    expect(cut).toBeGreaterThan(5);
    await expectCountedOnce(table);
  },
);

test('items that are deleted by requests whose answers are lost count as deleted, and others stay', async () => {
  let requests = 0;
  const table = await createFilledTable(async (request, forward) => {
    const answer = await forward(withPageOf(ITEMS_PER_PAGE, request));
    requests += isBatch(request) ? 1 : 0;
    return isBatch(request) && requests % 2 === 1 ? NO_ANSWER : answer;
  });
  const kept = keyAt(7).pk;

  const totals = await runBackfill(table, {
    match: { where: ({ pk }) => pk !== kept },
    transform: () => remove(),
  });

  expect(totals).toMatchObject({ matched: ITEMS - 1, removed: ITEMS - 1, updated: 0, failed: 0 });
  expect(await table.data()).toEqual([{ ...keyAt(7), count: 0 }]);
});
