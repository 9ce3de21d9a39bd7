import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { companyMemberKeys, userMembershipKeys } from '../keys';
import type { Table } from '../table';

/**
 * That a user is a member of a company, from either side. `userCompanyName` and `email` say which user; `joinedAt` is an
 * ISO time.
 */
export type Membership = FormattedItem<ReturnType<typeof companyMemberEntity>>;

/** The entity `CompanyMember`: a membership in the company's partition. */
export const companyMemberEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'CompanyMember',
      table,
      schema: membershipSchema(),
      timestamps: false,
      computeKey: (key) => ({ pk: companyMemberKeys.pk.format(key), sk: companyMemberKeys.sk.format(key) }),
      meta: { model: { keys: companyMemberKeys } },
    }),
);

/** The entity `UserMembership`: the same in the user's partition, always written and removed together with the other. */
export const userMembershipEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'UserMembership',
      table,
      schema: membershipSchema(),
      timestamps: false,
      computeKey: (key) => ({ pk: userMembershipKeys.pk.format(key), sk: userMembershipKeys.sk.format(key) }),
      meta: { model: { keys: userMembershipKeys } },
    }),
);

const membershipSchema = () =>
  item({
    companyName: string().key(),
    userCompanyName: string().key(),
    email: string().key(),
    joinedAt: string(),
  }).strict();
