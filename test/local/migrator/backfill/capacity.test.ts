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

/** Some 10 units. */
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

test('a limit of writes is kept, and reached, also when it is changed half-way', async () => {
  const table = await createProxiedTable();
  await fill(table, 620);
  const { writes, changedAt } = measure(table);

  const firstPage = table.proxy.next(isPageRead);
  const running = runBackfill(table, {
    segments: 4,
    maxWriteUnits: 120,
    transform: (item) => ({ ...item, mark: 'marked' }),
  });
  await table.proxy.next(isBatch);
  await changeLimits({ client: table.client, tableName: table.name }, { writeUnits: 400 });
  const { updated } = await running;

  const at = await changedAt;
  const former = writes.filter((use) => use.at < at);
  expectKept(former, (await firstPage).at, 120);
  expectReached(former, 120);
  const latter = writes.filter((use) => use.at > at);
  expectKept(latter, at, 400);
  expectReached(latter, 400);
  expect(updated).toBe(620);
});

test('a limit of reads is kept, and reached', async () => {
  const table = await createProxiedTable();
  await fill(table, 400, () => ({ filling: 'x'.repeat(4_000) }));
  const { reads } = measure(table);

  const startedAt = performance.now();
  await runBackfill(table, { segments: 8, maxReadUnits: 100, match: () => false, transform: () => undefined });

  expectKept(reads, startedAt, 100);
  expectReached(reads, 100);
});

/** The last use is left out: it is paid for afterwards. Whatever holds a run up can only lower what this compares. */
function expectKept(uses: readonly Use[], from: number, limit: number): void {
  expect(rateOf(uses, from)).toBeLessThanOrEqual(1.1 * limit);
}

/** Nothing is said of a limit that was never reached. By half: how near to it a run gets is also up to the machine. */
function expectReached(uses: readonly Use[], limit: number): void {
  expect(rateOf(uses, uses[0]?.at ?? 0)).toBeGreaterThanOrEqual(0.5 * limit);
}

/** Units per second. */
function rateOf(uses: readonly Use[], from: number): number {
  const units = uses.slice(0, -1).reduce((sum, use) => sum + use.units, 0);
  return (units * 1000) / ((uses.at(-1)?.at ?? 0) - from);
}
