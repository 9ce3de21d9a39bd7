import { Entity } from 'dynamodb-toolbox/entity';
import { perTable } from '../foundation/per-table';
import { companyMemberKeys } from '../keys';
import type { Table } from '../table';
import { membershipSchema } from './membership';

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
