import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { schemaVersion } from '../foundation/entity-model';
import { keyAttribute } from '../foundation/key-attribute';
import { perTable } from '../foundation/per-table';
import { withVersion } from '../foundation/versions';
import { userKeys } from '../keys';
import type { Table } from '../table';

/** A user as it is read. `dateOfBirth` is YYYY-MM-DD; `version` grows with each change. */
export type User = FormattedItem<ReturnType<typeof userEntity>>;

/**
 * The entity `User` of the table. Its texts must have been normalised: see names.ts. `dateOfBirth` is at the same time the
 * sort key of the index `usersByDateOfBirth`: who has none is not in it.
 */
export const userEntity = perTable((table: Table) => {
  const attributes = item({
    companyName: string().key(),
    email: string().key(),
    name: string(),
    username: string().optional(),
    dateOfBirth: string().optional(),
    version: number().putDefault(1),
    schemaVersion: schemaVersion(upgrades),
  }).strict();
  return new Entity({
    name: 'User',
    table,
    schema: attributes.and({
      gsi1pk: keyAttribute(userKeys.gsi1pk, attributes),
      gsi1sk: keyAttribute(userKeys.gsi1sk, attributes),
    }),
    timestamps: false,
    computeKey: (user) => ({ pk: userKeys.pk.format(user), sk: userKeys.sk.format(user) }),
    meta: { model: { keys: userKeys, upgrades } },
  });
});

/** Users of the first schema version had no `version`. */
const upgrades = [withVersion];
