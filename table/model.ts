import type { Entity } from 'dynamodb-toolbox/entity';
import { PutItemCommand, type PutItemInput } from 'dynamodb-toolbox/entity/actions/put';
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
  /** An item as the table keeps it, with its keys. */
  example: Record<string, unknown>;
}

// The whole data model, for documents and tests. No function imports this file: it would carry all of it.
const table = createTable('model');

// The examples are of one story: Ada works at Acme, and Grace, who works at Globex, is a member of Acme.
const ADA = { companyName: 'Acme', email: 'ada@example.com' };
const MEMBERSHIP = {
  companyName: 'Acme',
  userCompanyName: 'Globex',
  email: 'grace@example.com',
  joinedAt: '2026-11-26T12:00:00.000Z',
};
const EXPIRES_AT = Date.UTC(2100, 0, 1) / 1000;

/** Every entity of the table, as it is defined. */
export const ENTITIES: readonly EntityDescription[] = [
  describe(companyEntity(table), { name: 'Acme', description: 'Everything for the road runner' }),
  describe(userEntity(table), { ...ADA, name: 'Ada', username: 'Ada', dateOfBirth: '1990-12-10' }),
  describe(usernameEntity(table), { ...ADA, username: 'Ada' }),
  describe(companyMemberEntity(table), MEMBERSHIP),
  describe(userMembershipEntity(table), MEMBERSHIP),
  describe(invitationEntity(table), { companyName: 'Acme', email: 'alan@example.com', expiresAt: EXPIRES_AT }),
  describe(memberCountEntity(table), { companyName: 'Acme', members: 1 }),
  describe(countedRecordEntity(table), { eventId: '7de3041dd709b024af6f29e4fa13d34c', expiresAt: EXPIRES_AT }),
];

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

function describe<AnyEntity extends Entity>(entity: AnyEntity, example: PutItemInput<AnyEntity>): EntityDescription {
  const { keys, timeToLive } = modelOf(entity);
  const templates = Object.entries(keys).map(([name, { template }]) => [name, template]);
  return {
    name: entity.entityName,
    keys: Object.fromEntries(templates),
    attributes: Object.entries(entity.schema.attributes)
      .filter(([, { props }]) => !props.hidden)
      .map(([name, { type, props }]) => ({ name, type, required: props.required !== 'never' })),
    ...(timeToLive !== undefined && { timeToLive }),
    example:
      entity
        .build(PutItemCommand<AnyEntity>)
        .item(example)
        .params().Item ?? {},
  };
}
