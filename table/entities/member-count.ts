import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { memberCountKeys } from '../keys';
import type { Table } from '../table';

/** The entity `MemberCount`: how many members a company has, kept by the function membership-counter. */
export const memberCountEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'MemberCount',
      table,
      schema: item({
        companyName: string().key(),
        members: number(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: memberCountKeys.pk.format(key), sk: memberCountKeys.sk.format(key) }),
      meta: { model: { keys: memberCountKeys } },
    }),
);
