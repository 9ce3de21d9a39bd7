import type { AccessPattern } from '../../table/access-pattern';
import { acceptInvitationPattern } from '../../table/patterns/accept-invitation';
import { addMembershipPattern } from '../../table/patterns/add-membership';
import { createCompanyPattern } from '../../table/patterns/create-company';
import { createUserPattern } from '../../table/patterns/create-user';
import { findUsersPattern } from '../../table/patterns/find-users';
import { getCompanyPattern } from '../../table/patterns/get-company';
import { getMemberCountPattern } from '../../table/patterns/get-member-count';
import { getUserPattern } from '../../table/patterns/get-user';
import { getUserByUsernamePattern } from '../../table/patterns/get-user-by-username';
import { getUsersPattern } from '../../table/patterns/get-users';
import { inviteUsersPattern } from '../../table/patterns/invite-users';
import { listInvitationsPattern } from '../../table/patterns/list-invitations';
import { listMembersPattern } from '../../table/patterns/list-members';
import { listMembershipsPattern } from '../../table/patterns/list-memberships';
import { listUsersPattern } from '../../table/patterns/list-users';
import { listUsersByDateOfBirthPattern } from '../../table/patterns/list-users-by-date-of-birth';
import { removeMembershipPattern } from '../../table/patterns/remove-membership';
import { removeUserPattern } from '../../table/patterns/remove-user';
import { updateCompanyPattern } from '../../table/patterns/update-company';
import { updateUserPattern } from '../../table/patterns/update-user';

/** What the function `api` does on the table: the stack grants it the rights for these, and no more. */
export const API_ACCESS_PATTERNS: readonly AccessPattern[] = [
  acceptInvitationPattern,
  addMembershipPattern,
  createCompanyPattern,
  createUserPattern,
  findUsersPattern,
  getCompanyPattern,
  getMemberCountPattern,
  getUserPattern,
  getUserByUsernamePattern,
  getUsersPattern,
  inviteUsersPattern,
  listInvitationsPattern,
  listMembersPattern,
  listMembershipsPattern,
  listUsersPattern,
  listUsersByDateOfBirthPattern,
  removeMembershipPattern,
  removeUserPattern,
  updateCompanyPattern,
  updateUserPattern,
];
