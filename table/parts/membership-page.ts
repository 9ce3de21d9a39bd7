import type { Membership } from '../entities/membership';

/** One page of a list of memberships. Where there is no `cursor`, it is the last one. */
export interface MembershipPage {
  memberships: Membership[];
  cursor?: string;
}
