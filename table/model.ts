import type { Entity } from 'dynamodb-toolbox/entity';
import type { AccessPattern } from './access-pattern';
import { companyEntity } from './entities/company';
import { companyMemberEntity } from './entities/company-member';
import { countedRecordEntity } from './entities/counted-record';
import { invitationEntity } from './entities/invitation';
import { memberCountEntity } from './entities/member-count';
import { userEntity } from './entities/user';
import { userMembershipEntity } from './entities/user-membership';
import { usernameEntity } from './entities/username';
import { modelOf } from './foundation/entity-model';
import { acceptInvitationPattern } from './patterns/accept-invitation';
import { addMembershipPattern } from './patterns/add-membership';
import { countMembershipPattern } from './patterns/count-membership';
import { createCompanyPattern } from './patterns/create-company';
import { createUserPattern } from './patterns/create-user';
import { findUsersPattern } from './patterns/find-users';
import { getCompanyPattern } from './patterns/get-company';
import { getMemberCountPattern } from './patterns/get-member-count';
import { getUserPattern } from './patterns/get-user';
import { getUserByUsernamePattern } from './patterns/get-user-by-username';
import { getUsersPattern } from './patterns/get-users';
import { inviteUsersPattern } from './patterns/invite-users';
import { listInvitationsPattern } from './patterns/list-invitations';
import { listMembersPattern } from './patterns/list-members';
import { listMembershipsPattern } from './patterns/list-memberships';
import { listUsersPattern } from './patterns/list-users';
import { listUsersByDateOfBirthPattern } from './patterns/list-users-by-date-of-birth';
import { removeMembershipPattern } from './patterns/remove-membership';
import { removeUserPattern } from './patterns/remove-user';
import { updateCompanyPattern } from './patterns/update-company';
import { updateUserPattern } from './patterns/update-user';
import { createTable } from './table';

/** What `yarn model` tells of an entity. */
export interface EntityDescription {
  /** As its items carry it in `_et`. */
  name: string;
  /** The templates of its keys, e.g. `company#{companyName}`. */
  keys: { pk: string; sk: string; gsi1pk?: string; gsi1sk?: string };
  /** What is read of an item. */
  attributes: { name: string; type: string; required: boolean }[];
  /** The attribute after which items expire. */
  timeToLive?: string;
}

// The whole data model, for documents and tests. No function imports this file: it would carry all of it.
const table = createTable('model');

/** Every entity of the table, as it is defined. */
export const ENTITIES: readonly EntityDescription[] = [
  companyEntity(table),
  userEntity(table),
  usernameEntity(table),
  companyMemberEntity(table),
  userMembershipEntity(table),
  invitationEntity(table),
  memberCountEntity(table),
  countedRecordEntity(table),
].map(describe);

/** Every access pattern. */
export const ACCESS_PATTERNS: readonly AccessPattern[] = [
  createCompanyPattern,
  getCompanyPattern,
  updateCompanyPattern,
  createUserPattern,
  getUserPattern,
  getUsersPattern,
  updateUserPattern,
  removeUserPattern,
  listUsersPattern,
  findUsersPattern,
  getUserByUsernamePattern,
  listUsersByDateOfBirthPattern,
  addMembershipPattern,
  removeMembershipPattern,
  listMembersPattern,
  listMembershipsPattern,
  getMemberCountPattern,
  countMembershipPattern,
  inviteUsersPattern,
  listInvitationsPattern,
  acceptInvitationPattern,
];

function describe(entity: Entity): EntityDescription {
  const { keys, timeToLive } = modelOf(entity);
  const templates = Object.entries(keys).map(([name, { template }]) => [name, template]);
  return {
    name: entity.entityName,
    keys: Object.fromEntries(templates),
    attributes: Object.entries(entity.schema.attributes)
      .filter(([, { props }]) => !props.hidden)
      .map(([name, { type, props }]) => ({ name, type, required: props.required !== 'never' })),
    ...(timeToLive !== undefined && { timeToLive }),
  };
}
