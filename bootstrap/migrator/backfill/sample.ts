import type { WireItem } from '../../bulk/attribute-values';
import { createPageReader } from '../../bulk/read-pages';
import type { Sender } from '../../bulk/sender';
import { inRandomOrder } from '../../bulk/shuffle';
import type { Matcher } from './match';

const PAGES = 4;
const ITEMS_OF_A_PAGE = 25;

/** Up to a hundred items of a few places in the table that DynamoDB's part of the match lets through. */
export async function readSample(
  sender: Sender,
  tableName: string,
  { filter, partition }: Matcher,
): Promise<WireItem[]> {
  const parts = partition ? [partition] : inRandomOrder(PAGES).map((segment) => ({ segment, totalSegments: PAGES }));
  const pages = await Promise.all(
    parts.map((part) => createPageReader(sender, { tableName, part, filter })(undefined)),
  );
  return pages.flatMap(({ items }) => items.slice(0, ITEMS_OF_A_PAGE));
}
