import { COMPANY_SCENARIOS } from './companies';
import { INVITATION_SCENARIOS } from './invitations';
import { MEMBERSHIP_SCENARIOS } from './memberships';
import type { Scenario } from './scenario';
import { USER_SCENARIOS } from './users';

/** How each access pattern is exercised, by its name. */
export const SCENARIOS: Record<string, Scenario | undefined> = {
  ...COMPANY_SCENARIOS,
  ...USER_SCENARIOS,
  ...MEMBERSHIP_SCENARIOS,
  ...INVITATION_SCENARIOS,
};
