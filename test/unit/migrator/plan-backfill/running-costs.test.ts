import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { exactly } from '../../../../bootstrap/migrator/plan/backfill/estimate';
import { onDemandPrice } from '../../../../bootstrap/migrator/plan/backfill/on-demand-price';
import { limitsOf, readUnitsOf, runningCosts } from '../../../../bootstrap/migrator/plan/backfill/running-costs';
import prices from '../../../../bootstrap/migrator/plan/on-demand-prices.json';

const onDemand: TableDescription = { ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } };
const provisioned: TableDescription = { ProvisionedThroughput: { ReadCapacityUnits: 40, WriteCapacityUnits: 10 } };
const usage = { readUnits: 1_000_000, writeUnits: { value: 2_000_000, low: 1_000_000, high: 3_000_000 }, isAll: true };
const plain = { table: onDemand, limits: {}, exactlyOnce: false, region: 'us-east-1' };

test('a million read units and two million write units in us-east-1', () => {
  expect(runningCosts(usage, plain)).toEqual({
    readUnits: 1_000_000,
    writeUnits: usage.writeUnits,
    exactlyOnce: false,
    limits: {},
    seconds: undefined,
    price: { dollars: 0.125 + 2 * 0.625, region: 'us-east-1', date: onDemandPrice('us-east-1')?.date },
  });
});

test('exactlyOnce takes twice the write units, and costs them', () => {
  const { writeUnits, price } = runningCosts(usage, { ...plain, exactlyOnce: true });
  expect(writeUnits).toEqual({ value: 4_000_000, low: 2_000_000, high: 6_000_000 });
  expect(price?.dollars).toBeCloseTo(0.125 + 4 * 0.625);
});

test.each([
  ['no limit', {}, undefined],
  ['the limit of writes', { writeUnits: 100 }, 20_000],
  ['the limit of reads', { readUnits: 100 }, 10_000],
  ['the slower of both', { readUnits: 10, writeUnits: 1_000 }, 100_000],
])('the time at %s', (_, limits, seconds) => {
  expect(runningCosts(usage, { ...plain, limits }).seconds).toBe(seconds);
});

test.each([
  ['what is provisioned', { table: provisioned }, /what is provisioned/],
  [
    'another table class',
    { table: { ...onDemand, TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' as const } } },
    /table class STANDARD, .* STANDARD_INFREQUENT_ACCESS/,
  ],
  ['a region without a price', { region: 'mars-north-1' }, /mars-north-1/],
  ['no region', { region: undefined }, /region is not known/],
])('%s has no price, and it is said why', (_, options, reason) => {
  const { price, withoutPrice } = runningCosts(usage, { ...plain, ...options });
  expect(price).toBeUndefined();
  expect(withoutPrice).toMatch(reason);
});

test.each([
  ['of what the read units are not known', { ...usage, readUnits: undefined }],
  ['of a part', { ...usage, isAll: false }],
])('%s there is neither a time nor a price', (_, some) => {
  const costs = runningCosts(some, { ...plain, limits: { writeUnits: 1 } });
  expect(costs).not.toHaveProperty('seconds');
  expect(costs).not.toHaveProperty('price');
});

test('an exact number stays one', () => {
  const some = { ...usage, writeUnits: exactly(7) };
  expect(runningCosts(some, { ...plain, exactlyOnce: true }).writeUnits).toEqual(exactly(14));
});

test('limits are shares of what is provisioned, and what was set by hand comes first', () => {
  const options = { maxReadUnits: '50%', maxWriteUnits: 3 } as const;
  expect(limitsOf(options, provisioned)).toEqual({ readUnits: 20, writeUnits: 3 });
  expect(limitsOf(options, provisioned, { writeUnits: 5 })).toEqual({ readUnits: 20, writeUnits: 5 });
  expect(limitsOf(options, provisioned, { readUnits: null })).toEqual({ readUnits: undefined, writeUnits: 3 });
  expect(() => limitsOf(options, onDemand)).toThrow(/on-demand/);
});

test('a consistent read uses a unit for each 4 KB', () => {
  expect([0, 1, 4096, 4097, 1024 * 1024].map(readUnitsOf)).toEqual([0, 1, 1, 2, 256]);
});

test.each(Object.entries(prices.regions))(
  'the price of %s is plausible, and says where it is from',
  (region, price) => {
    expect(region).toMatch(/^[a-z]{2}-[a-z]+-\d$/);
    // A write costs about five reads in all regions, and nowhere more than twice what it costs in us-east-1.
    expect(price.write / price.read).toBeCloseTo(5, 1);
    expect(price.write).toBeGreaterThanOrEqual(0.625);
    expect(price.write).toBeLessThan(1.25);
    expect(price.source).toMatch(/price list/);
    if ('date' in price) expect(price.date).toMatch(/^202\d-\d\d-\d\d$/);
  },
);

test('the table of prices says when it was made, and how', () => {
  expect(prices.date).toMatch(/^202\d-\d\d-\d\d$/);
  expect(prices.source).toMatch(/2024-11-01/);
});
