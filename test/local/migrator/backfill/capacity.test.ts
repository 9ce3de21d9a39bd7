import { changeLimits } from '../../../../bootstrap/migrator/backfill/control';
import { type Answer, json, type ProxiedRequest } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, runBackfill } from './support/backfills';
import { isBatch, isPageRead, withPageOf } from './support/requests';

jest.setTimeout(60_000);
afterEach(closeAll);

/** Units that DynamoDB said were used, at a time. */
interface Use {
  at: number;
  units: number;
}

/** Each of them has one request under way. */
const SEGMENTS = 4;
const ITEMS_PER_PAGE = 20;
/** Of each statement, as if there were an index besides: twice what a run can tell by itself. */
const UNITS_PER_STATEMENT = 2;

/** What the answers say that goes through the proxy, of the backfill's writes and of its reads. */
function measure(table: ProxiedTable) {
  const reads: Use[] = [];
  const writes: Use[] = [];
  const changedAt = new Promise<number>((resolve) => {
    table.proxy.handle(async (request, forward) => {
      const passed = await forward(withPageOf(ITEMS_PER_PAGE, request));
      const answer = isBatch(request) ? withUnits(passed, request) : passed;
      const at = performance.now();
      // A run hears of new limits in the answer to the note of how far it is.
      if (answer.body.includes('"limits":{"M":{"writeUnits"')) resolve(at);
      const units = unitsOf(answer);
      if (units > 0) (isPageRead(request) ? reads : writes).push({ at, units });
      return answer;
    });
  });
  return { reads, writes, changedAt };
}

/** DynamoDB Local does not say what a batch of statements has used. */
function withUnits({ status, body }: Answer, { input }: ProxiedRequest): Answer {
  const units = (input.Statements as object[]).length * UNITS_PER_STATEMENT;
  return json(status, { ...JSON.parse(body.toString()), ConsumedCapacity: [{ CapacityUnits: units }] });
}

function unitsOf({ body }: Answer): number {
  const { ConsumedCapacity = [] } = JSON.parse(body.toString()) as { ConsumedCapacity?: Consumed | Consumed[] };
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

interface Consumed {
  CapacityUnits?: number;
}

test('a limit of writes is kept, also when it is changed half-way', async () => {
  const table = await createProxiedTable();
  await fill(table, 620);
  const { writes, changedAt } = measure(table);

  const firstPage = table.proxy.next(isPageRead);
  const running = runBackfill(table, {
    segments: SEGMENTS,
    maxWriteUnits: 120,
    transform: (item) => ({ ...item, mark: 'marked' }),
  });
  await table.proxy.next(isBatch);
  await changeLimits({ client: table.client, tableName: table.name }, { writeUnits: 400 });
  const { updated } = await running;

  const at = await changedAt;
  const former = writes.filter((use) => use.at < at);
  expectKept(former, (await firstPage).at, 120);
  const latter = writes.filter((use) => use.at > at);
  expectKept(latter, at, 400);
  expect(updated).toBe(620);
});

test('a limit of reads is kept', async () => {
  const table = await createProxiedTable();
  await fill(table, 400, () => ({ filling: 'x'.repeat(4_000) }));
  const { reads } = measure(table);

  const startedAt = performance.now();
  await runBackfill(table, { segments: SEGMENTS, maxReadUnits: 100, match: () => false, transform: () => undefined });

  expectKept(reads, startedAt, 100);
});

/**
 * What each segment has under way may come on top: it is paid for afterwards. Whatever holds a run up can only lower what
 * this compares; that a limit is also reached is tested in simulated time, with `createCapacityLimit`.
 */
function expectKept(uses: readonly Use[], from: number, limit: number): void {
  const underWay = SEGMENTS * Math.max(0, ...uses.map(({ units }) => units));
  const seconds = ((uses.at(-1)?.at ?? from) - from) / 1000;
  const total = uses.reduce((sum, { units }) => sum + units, 0);
  // A run counts answers a moment after they were measured.
  expect(total - underWay).toBeLessThanOrEqual(1.1 * limit * seconds);
}
