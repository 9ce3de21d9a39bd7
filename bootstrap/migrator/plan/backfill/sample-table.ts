import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { WireItem, WireKey } from '../../../bulk/attribute-values';
import { createPageReader, ITEMS_PER_PAGE, type Page, type Source } from '../../../bulk/read-pages';
import type { Sender } from '../../../bulk/sender';
import { inRandomOrder } from '../../../bulk/shuffle';
import type { Matcher } from '../../backfill/match';

/** What was read of one segment. */
export interface SegmentSample {
  /** Items that DynamoDB looked at. */
  scanned: number;
  isWhole: boolean;
}

export interface TableSample {
  /** Those that were begun, by their numbers. */
  segments: Map<number, SegmentSample>;
  /** Into how many the table was divided. */
  totalSegments: number;
  /** Everything was read. */
  isWhole: boolean;
}

export interface SampleOptions {
  tableName: string;
  /** Of which its size and its number of items are looked at; DynamoDB brings them up to date every six hours. */
  table: Pick<TableDescription, 'ItemCount' | 'TableSizeBytes'>;
  matcher: Pick<Matcher, 'filter' | 'partition'>;
  /** Takes the items of a page that DynamoDB's part of the match let through. */
  examine(segment: number, items: readonly WireItem[]): void;
  /** Default: 64. */
  mostSegments?: number;
  /** No other page is read once so many are used. Default: 4,096, which is 32 MB. */
  mostReadUnits?: number;
}

const MOST_SEGMENTS = 64;
export const MOST_READ_UNITS = 4_096;
/** A segment has about so much, a page, so that many of them can be looked at. */
const BYTES_PER_SEGMENT = 256 * 1024;
const ITEMS_PER_SEGMENT = 1_000;
/** Of a table whose items DynamoDB has not counted yet. */
const SEGMENTS_OF_UNKNOWN = 8;
const SEGMENTS_AT_ONCE = 8;
/** A page has up to a megabyte: DynamoDB's own limit is the first that it meets. */
const ITEMS_PER_REQUEST = 10_000;
/** A segment that is much larger than the others, as of a partition with most of the items, is not read to its end. */
const MOST_PAGES_PER_SEGMENT = 4;

/**
 * Reads segments of a table that are chosen at random, to their ends, or the whole table where it is small. A partition is
 * read from its beginning.
 *
 * @throws the SDK's error where a request fails for good
 */
export async function sampleTable(sender: Sender, options: SampleOptions): Promise<TableSample> {
  const { matcher, mostSegments = MOST_SEGMENTS } = options;
  const totalSegments = matcher.partition ? 1 : segmentsOf(options.table);
  const waiting = inRandomOrder(totalSegments).slice(0, mostSegments);
  const segments = new Map<number, SegmentSample>();
  const isAll = waiting.length === totalSegments;
  const work = async (): Promise<void> => {
    for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
      if (!hasUnits(sender, options)) return;
      const sample: SegmentSample = { scanned: 0, isWhole: false };
      segments.set(segment, sample);
      const part = matcher.partition ?? { segment, totalSegments };
      await readSegment(sender, part, { ...options, mostPages: isAll ? undefined : MOST_PAGES_PER_SEGMENT }, (page) => {
        sample.scanned += page.scanned;
        sample.isWhole = page.next === undefined;
        options.examine(segment, page.items);
      });
    }
  };
  await Promise.all(Array.from({ length: SEGMENTS_AT_ONCE }, work));
  const isWhole = segments.size === totalSegments && [...segments.values()].every((sample) => sample.isWhole);
  return { segments, totalSegments, isWhole };
}

function segmentsOf({ ItemCount = 0, TableSizeBytes = 0 }: SampleOptions['table']): number {
  if (ItemCount === 0) return SEGMENTS_OF_UNKNOWN;
  return Math.ceil(Math.max(1, TableSizeBytes / BYTES_PER_SEGMENT, ItemCount / ITEMS_PER_SEGMENT));
}

const hasUnits = ({ usage }: Sender, { mostReadUnits = MOST_READ_UNITS }: SampleOptions): boolean =>
  usage.readUnits < mostReadUnits;

async function readSegment(
  sender: Sender,
  part: Source['part'],
  options: SampleOptions & { mostPages: number | undefined },
  onPage: (page: Page) => void,
): Promise<void> {
  const { tableName, matcher, mostPages = Number.POSITIVE_INFINITY } = options;
  // A large page would overdraw a limit.
  const itemsPerPage = sender.limits.read.current() === undefined ? ITEMS_PER_REQUEST : ITEMS_PER_PAGE;
  const readPage = createPageReader(sender, { tableName, part, filter: matcher.filter }, () => itemsPerPage);
  let from: WireKey | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await readPage(from);
    onPage(page);
    from = page.next;
    if (!from || pages >= mostPages || !hasUnits(sender, options)) return;
  }
}
