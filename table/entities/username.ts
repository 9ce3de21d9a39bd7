import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { usernameKeys } from '../keys';
import type { Table } from '../table';

/** The entity `Username`: who has a username, so that nobody else can take it. It is written in the user's own transaction. */
export const usernameEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'Username',
      table,
      schema: item({
        username: string().key(),
        companyName: string(),
        email: string(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: usernameKeys.pk.format(key), sk: usernameKeys.sk.format(key) }),
      meta: { model: { keys: usernameKeys } },
    }),
);
