import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { companyMemberKeys } from '../keys';
import type { Table } from '../table';

/** The entity `CompanyMember`: a membership in the company's partition. `joinedAt` is an ISO time. */
export const companyMemberEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'CompanyMember',
      table,
      schema: item({
        companyName: string().key(),
        userCompanyName: string().key(),
        email: string().key(),
        joinedAt: string(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: companyMemberKeys.pk.format(key), sk: companyMemberKeys.sk.format(key) }),
      meta: { model: { keys: companyMemberKeys } },
    }),
);
