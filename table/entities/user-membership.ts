import { Entity } from 'dynamodb-toolbox/entity';
import { perTable } from '../foundation/per-table';
import { userMembershipKeys } from '../keys';
import type { Table } from '../table';
import { membershipSchema } from './membership';

/** The entity `UserMembership`: a membership in the user's partition, always written together with the company's side. */
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
