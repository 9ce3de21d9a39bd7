import type { AccessPattern } from '../../table/access-pattern';
import { countMembershipPattern } from '../../table/patterns/count-membership';

/** What the function `membership-counter` does on the table: the stack grants it the rights for these, and no more. */
export const MEMBERSHIP_COUNTER_ACCESS_PATTERNS: readonly AccessPattern[] = [countMembershipPattern];
