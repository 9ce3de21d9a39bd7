import { setTimeout as delay } from 'node:timers/promises';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { json, type ProxiedRequest, refusal } from '../../../support/fault-proxy';
import { createGate } from '../../../support/gate';
import { isWrite } from '../support/requests';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { fill, MIGRATION, runBackfill } from './support/backfills';
import { isBatch, isCheckpoint, isPageRead } from './support/requests';

const ITEMS = 200;
/** Longer than a run takes to tell of an error and to release its lock. */
const DELAY_MILLISECONDS = 500;

jest.setTimeout(60_000);
afterEach(closeAll);

const isTransaction = (request: ProxiedRequest) => request.operation === 'TransactWriteItems' && isCheckpoint(request);
const refused = refusal(400, 'AccessDeniedException');
const refusedInPart = json(200, { Responses: [{ Error: { Code: 'AccessDenied', Message: 'Not for you.' } }] });

test.each<[string, number, (request: ProxiedRequest) => boolean, typeof refused]>([
  ['a batch of a page', 1, isBatch, refused],
  ['a statement of a page', 1, isBatch, refusedInPart],
  ['a batch of one of several segments', 4, isBatch, refused],
  ['a transaction of one of several segments', 4, isTransaction, refused],
])('a run that ends because %s is refused has no write under way any more', async (_, segments, isMet, answer) => {
  const table = await createProxiedTable();
  await fill(table, ITEMS);
  const several = createGate();
  const delayed: Promise<unknown>[] = [];
  let met = 0;
  let isOver = false;
  let writtenAfterwards = 0;
  table.proxy.handle(async (request, forward) => {
    if (isOver && isWrite(request)) writtenAfterwards += 1;
    if (!isMet(request)) return forward();
    met += 1;
    if (met === 3) several.open();
    if (met === 1) {
      await several.opened;
      return answer;
    }
    const held = delay(DELAY_MILLISECONDS);
    delayed.push(held);
    await held;
    if (isOver) writtenAfterwards += 1;
    return forward();
  });

  const running = runBackfill(table, {
    segments,
    exactlyOnce: isMet === isTransaction,
    transform: (item) => ({ ...item, mark: 'marked' }),
  });
  await expect(running).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringMatching(/AccessDenied|needs the rights/),
  });
  isOver = true;
  const marked = (await table.data()).filter((item) => 'mark' in item).length;
  await Promise.all(delayed);
  // Whoever waits for the same timer goes on first.
  await delay(0);

  expect(delayed.length).toBeGreaterThanOrEqual(2);
  expect(writtenAfterwards).toBe(0);
  expect((await table.data()).filter((item) => 'mark' in item)).toHaveLength(marked);
  expect(await table.states()).toEqual({ [MIGRATION]: 'failed' });
});

test('an interrupted run ends long before a request would time out, also where nobody answers how far it is', async () => {
  const table = await createProxiedTable();
  await fill(table, ITEMS);
  const isExchange = ({ operation, input }: ProxiedRequest) =>
    operation === 'UpdateItem' && (input.Key as { sk: { S: string } }).sk.S.startsWith('backfill#');
  const never = new Promise<never>(() => {});
  table.proxy.handle((request, forward) =>
    isExchange(request) || (isPageRead(request) && isOfRun(request)) ? never : forward(),
  );
  const controller = new AbortController();
  const exchanged = table.proxy.next(isExchange);
  const options: BackfillOptions = { segments: 1, exactlyOnce: true, transform: (item) => ({ ...item, mark: 1 }) };

  const running = runBackfill(table, options, { signal: controller.signal });
  const ended = expect(running).rejects.toMatchObject({ cause: { message: 'Ctrl-C' } });
  await exchanged;
  const from = performance.now();
  controller.abort(new Error('Ctrl-C'));
  await ended;

  expect(performance.now() - from).toBeLessThan(20_000);
  expect(await table.states()).toEqual({ [MIGRATION]: 'failed' });
});

/** A consistent read: those of a sample are none. */
const isOfRun = ({ input }: ProxiedRequest): boolean => input.ConsistentRead === true;
