import { API_ACCESS_PATTERNS } from '../../../../lambda/api/access-patterns';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../../../../lambda/membership-counter/access-patterns';
import type { FunctionName } from '../../../../stacks/functions';
import type { AccessPattern } from '../../../../table/access-pattern';

/** The access patterns that each function uses. */
export const PATTERNS_OF: Record<FunctionName, readonly AccessPattern[]> = {
  api: API_ACCESS_PATTERNS,
  'membership-counter': MEMBERSHIP_COUNTER_ACCESS_PATTERNS,
};

/** Each function with its access patterns, for Jest's `each`. */
export const FUNCTIONS = Object.entries(PATTERNS_OF) as [FunctionName, readonly AccessPattern[]][];
