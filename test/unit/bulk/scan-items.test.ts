import { scanItems } from '../../../bootstrap/bulk/scan-items';
import { closeLoopbacks, type Loopback, refused, startLoopback } from './loopback';

afterEach(closeLoopbacks);

const PAGE = {
  body: { Items: [{ pk: { S: 'a' }, sk: { S: 'b' } }], LastEvaluatedKey: { pk: { S: 'a' }, sk: { S: 'b' } } },
};

/** A table without an end, whose first page comes and whose others never do. */
const startEndless = (): Promise<Loopback> => startLoopback((_, position) => (position === 0 ? PAGE : undefined));

async function untilClosed(server: Loopback, most: number): Promise<void> {
  while ((await server.connections()) > most) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('whoever leaves the loop ends the requests that are under way', async () => {
  const server = await startEndless();
  for await (const item of scanItems(server.client(), 'things')) {
    expect(item).toEqual({ pk: 'a', sk: 'b' });
    while (server.requests.length < 4) await server.received();
    break;
  }
  // The one that was answered is kept open for the next request.
  await untilClosed(server, 1);
  expect(server.requests.length).toBe(4);
});

test('a page that fails ends the others, and the scan', async () => {
  const server = await startLoopback((_, position) =>
    position === 3 ? refused(400, 'AccessDeniedException') : undefined,
  );
  await expect(scanItems(server.client(), 'things').next()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await untilClosed(server, 1);
});

test('aborted, it ends at once with the reason', async () => {
  const server = await startLoopback(() => undefined);
  const aborted = new AbortController();
  const next = scanItems(server.client(), 'things', { signal: aborted.signal }).next();
  await server.received();
  aborted.abort(new Error('enough'));
  await expect(next).rejects.toThrow('enough');
  await untilClosed(server, 0);
});

test('each segment is read to its end, and says which it is', async () => {
  const left = new Map<number, number>();
  const server = await startLoopback(({ input }) => {
    const segment = Number(input.Segment);
    const pages = left.get(segment) ?? 3;
    left.set(segment, pages - 1);
    return pages > 1 ? PAGE : { body: {} };
  });
  let items = 0;
  for await (const _ of scanItems(server.client(), 'things', { segments: 20 })) items += 1;
  expect(items).toBe(40);
  expect(new Set(server.requests.map(({ input }) => input.TotalSegments))).toEqual(new Set([20]));
  expect([...left.keys()].sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  expect([...left.keys()]).not.toEqual([...left.keys()].sort((one, other) => one - other));
});

test.each([0, -1, 1.5, Number.NaN, 1_000_001])('%d segments are refused: none would find nothing', async (segments) => {
  const server = await startLoopback(() => PAGE);
  await expect(scanItems(server.client(), 'things', { segments }).next()).rejects.toMatchObject({
    code: 'segments-invalid',
    message: expect.stringContaining(`segments is ${segments}`),
  });
  expect(server.requests).toEqual([]);
});
