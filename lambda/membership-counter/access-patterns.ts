import type { AccessPattern } from '../../table/access-pattern';
import { countMembershipPattern } from '../../table/patterns/count-membership';

/** The access patterns that the function `membership-counter` uses: its role gets the rights that they take. */
export const MEMBERSHIP_COUNTER_ACCESS_PATTERNS: readonly AccessPattern[] = [countMembershipPattern];
