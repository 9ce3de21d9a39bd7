import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { BackfillHeader } from '../../backfill/backfill-header';
import type { BackfillOptions } from '../../backfill/backfill-options';
import { resolveLimit } from '../../backfill/settle-options';
import { type Estimate, exactly } from './estimate';
import { onDemandPrice } from './on-demand-price';

/** What a backfill would take: capacity, time and money. What is missing can't be told. */
export interface RunningCosts {
  readUnits?: number;
  /** Without the checkpoints: one for a page, which has some 250 items that match. */
  writeUnits: Estimate;
  /** The write units are twice those of single writes. */
  exactlyOnce: boolean;
  /** Units per second. */
  limits: Limits;
  /** At the limits; missing where there is none too. */
  seconds?: number;
  /** At on-demand prices. */
  price?: { dollars: number; region: string; date?: string };
  /** Why there is no price. */
  withoutPrice?: string;
}

export interface Limits {
  readUnits?: number;
  writeUnits?: number;
}

/**
 * The limits that would hold: what somebody has set by hand for a run that was interrupted, else what the migration says.
 *
 * @throws {BootstrapError} `backfill-invalid`
 */
export function limitsOf(
  { maxReadUnits, maxWriteUnits }: Pick<BackfillOptions, 'maxReadUnits' | 'maxWriteUnits'>,
  table: TableDescription,
  byHand: BackfillHeader['limits'] = {},
): Limits {
  const own = {
    readUnits: resolveLimit(maxReadUnits, 'read', table),
    writeUnits: resolveLimit(maxWriteUnits, 'write', table),
  };
  const { readUnits, writeUnits } = { ...own, ...byHand };
  return { readUnits: readUnits ?? undefined, writeUnits: writeUnits ?? undefined };
}

export interface Usage {
  /** Undefined where it is not known. */
  readUnits: number | undefined;
  /** Of single writes. */
  writeUnits: Estimate;
  /** Whether they are those of all items, and not of a part. */
  isAll: boolean;
}

/** What it takes to use these units of a table. */
export function runningCosts(
  usage: Usage,
  options: { table: TableDescription; limits: Limits; exactlyOnce: boolean; region: string | undefined },
): RunningCosts {
  const { limits, exactlyOnce } = options;
  const { readUnits, isAll } = usage;
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
  const writeUnits = exactlyOnce ? twice(usage.writeUnits) : usage.writeUnits;
  const costs: RunningCosts = { readUnits, writeUnits, exactlyOnce, limits };
  if (readUnits === undefined || !isAll) return costs;
  return {
    ...costs,
    seconds: secondsAt(limits, readUnits, writeUnits.value),
    ...priceOf(options, readUnits, writeUnits.value),
  };
}

/** A consistent scan or Query, as a backfill makes, uses a unit for each 4 KB that it looks at. */
export const readUnitsOf = (bytes: number): number => Math.ceil(bytes / 4096);

const twice = ({ value, low, high }: Estimate): Estimate =>
  low === high ? exactly(2 * value) : { value: 2 * value, low: 2 * low, high: 2 * high };

/** It reads and writes at the same time: the slower of the two says how long. */
function secondsAt(limits: Limits, readUnits: number, writeUnits: number): number | undefined {
  const times = [
    ...(limits.readUnits === undefined ? [] : [readUnits / limits.readUnits]),
    ...(limits.writeUnits === undefined ? [] : [writeUnits / limits.writeUnits]),
  ];
  return times.length > 0 ? Math.max(...times) : undefined;
}

function priceOf(
  { table, region }: { table: TableDescription; region: string | undefined },
  readUnits: number,
  writeUnits: number,
): Pick<RunningCosts, 'price' | 'withoutPrice'> {
  const { WriteCapacityUnits: provisioned = 0 } = table.ProvisionedThroughput ?? {};
  if (provisioned > 0) return { withoutPrice: 'it uses what is provisioned, which costs the same without it' };
  const { TableClass: tableClass = 'STANDARD' } = table.TableClassSummary ?? {};
  if (tableClass !== 'STANDARD') {
    return { withoutPrice: `the prices known here are of table class STANDARD, and this one is ${tableClass}` };
  }
  if (region === undefined) return { withoutPrice: 'the region is not known' };
  const price = onDemandPrice(region);
  if (!price) return { withoutPrice: `the prices of region ${region} are not known here` };
  const dollars = (readUnits * price.read + writeUnits * price.write) / 1_000_000;
  return { price: { dollars, region, date: price.date } };
}
