import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { userMembershipKeys } from '../keys';
import type { Table } from '../table';

/** The entity `UserMembership`: a membership in the user's partition, always written together with the company's side. */
export const userMembershipEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'UserMembership',
      table,
      schema: item({
        companyName: string().key(),
        userCompanyName: string().key(),
        email: string().key(),
        joinedAt: string(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: userMembershipKeys.pk.format(key), sk: userMembershipKeys.sk.format(key) }),
      meta: { model: { keys: userMembershipKeys } },
    }),
);
