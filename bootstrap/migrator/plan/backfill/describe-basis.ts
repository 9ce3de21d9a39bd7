import { counted, whole } from './format-numbers';
import type { Basis } from './planned-backfill';

/** What the numbers of a planned backfill come from, in one line. */
export function describeBasis(basis: Basis): string {
  const items = counted(basis.scanned, 'item');
  switch (basis.kind) {
    case 'whole':
      return `exact, the whole ${basis.of} was read (${items})`;
    case 'part':
      return basis.of === 'partition'
        ? `only the first ${items} of the partition were read, and how many more it has is not known`
        : `only ${items} were read, and how many the table has is not known: DynamoDB counts them every six hours`;
    default:
      return (
        `estimated from ${items} of about ${whole(basis.tableItems)}, in ${basis.segments} of ${whole(basis.totalSegments)} ` +
        'segments chosen at random; the ranges hold with 95 % confidence'
      );
  }
}
