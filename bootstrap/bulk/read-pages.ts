import { LEDGER_PARTITION } from '../../table/ledger-keys';
import { keyOf, type WireItem, type WireKey } from './attribute-values';
import type { Sender } from './sender';

/** What to read: one segment of a parallel scan of the table, or one partition by a Query. */
export interface Source {
  tableName: string;
  part: { segment: number; totalSegments: number } | { partition: string; sortKeyPrefix?: string };
  /** What DynamoDB leaves out of what it has read. It is read, and paid for, all the same. */
  filter?: Filter;
  /** Reads what was acknowledged by then, at twice the units. Default: false. */
  consistentRead?: boolean;
  /** Groundwork's own partition is what is to be read. Otherwise what is in it is left out. Default: false. */
  ofLedger?: boolean;
}

export interface Filter {
  expression: string;
  names?: Record<string, string>;
  values?: WireItem;
}

export interface Page {
  items: WireItem[];
  /** Items that were read, those that the filter left out too. Groundwork's own count only where it left them out. */
  scanned: number;
  /** Where to go on; undefined at the end. A page may well be empty and not the last. */
  next?: WireKey;
}

/** What a page carries, about: what is held in memory, and done again after a crash, does not grow with the table. */
export const ITEMS_PER_PAGE = 250;

/**
 * Reads the pages of a source, one after another. How many items DynamoDB is to look at for a page follows from how many
 * passed its filter so far: where few do, a page is up to the 1 MB that DynamoDB reads at most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.Pagination
 */
export function createPageReader(
  sender: Sender,
  source: Source,
  itemsPerPage: () => number = () => ITEMS_PER_PAGE,
): (from: WireKey | undefined) => Promise<Page> {
  let limit = itemsPerPage();
  // A unit for each 4 KB, or half of one: a page of a megabyte uses 256, or 128. The first one is taken for small.
  let expectedUnits = 1;
  const { operation, input } = toRequest(source);

  return async (from) => {
    const answer = (await sender.read(
      operation,
      { ...input, Limit: limit, ExclusiveStartKey: from },
      expectedUnits,
    )) as ReadAnswer;
    const { Items = [], ScannedCount = Items.length, LastEvaluatedKey, ConsumedCapacity } = answer;
    expectedUnits = ConsumedCapacity?.CapacityUnits ?? expectedUnits;
    limit = nextLimit(limit, Items.length, ScannedCount, itemsPerPage());
    const items = source.ofLedger ? Items : Items.filter(({ pk }) => pk?.S !== LEDGER_PARTITION);
    return {
      items,
      scanned: ScannedCount - (Items.length - items.length),
      next: LastEvaluatedKey && keyOf(LastEvaluatedKey),
    };
  };
}

interface ReadAnswer {
  Items?: WireItem[];
  ScannedCount?: number;
  LastEvaluatedKey?: WireItem;
  ConsumedCapacity?: { CapacityUnits?: number };
}

/** Before that DynamoDB's own megabyte is the limit. */
const MOST_ITEMS_LOOKED_AT = 1_000_000;

/** As many as bring a page's worth of items, if what comes is like what came; at most four times as many as before. */
function nextLimit(limit: number, found: number, scanned: number, itemsPerPage: number): number {
  if (scanned === 0) return limit;
  const wanted = found === 0 ? limit * 4 : Math.ceil((itemsPerPage * scanned) / found);
  return Math.min(Math.max(wanted, itemsPerPage), limit * 4, MOST_ITEMS_LOOKED_AT);
}

function toRequest({ tableName, part, filter, consistentRead }: Source) {
  const common = {
    TableName: tableName,
    ConsistentRead: consistentRead,
    FilterExpression: filter?.expression,
    ExpressionAttributeNames: filter?.names,
    ExpressionAttributeValues: filter?.values,
  };
  if ('segment' in part) {
    const input = { ...common, Segment: part.segment, TotalSegments: part.totalSegments };
    return { operation: 'Scan', input } as const;
  }
  const { partition, sortKeyPrefix } = part;
  const input = {
    ...common,
    KeyConditionExpression: `#groundworkPk = :groundworkPk${sortKeyPrefix === undefined ? '' : ' AND begins_with(#groundworkSk, :groundworkSk)'}`,
    ExpressionAttributeNames: {
      ...filter?.names,
      '#groundworkPk': 'pk',
      ...(sortKeyPrefix !== undefined && { '#groundworkSk': 'sk' }),
    },
    ExpressionAttributeValues: {
      ...filter?.values,
      ':groundworkPk': { S: partition },
      ...(sortKeyPrefix !== undefined && { ':groundworkSk': { S: sortKeyPrefix } }),
    },
  };
  return { operation: 'Query', input } as const;
}
