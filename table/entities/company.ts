import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { schemaVersion } from '../foundation/entity-model';
import { perTable } from '../foundation/per-table';
import { withVersion } from '../foundation/versions';
import { companyKeys } from '../keys';
import type { Table } from '../table';

/** A company as it is read. `version` grows with each change. */
export type Company = FormattedItem<ReturnType<typeof companyEntity>>;

/** The entity `Company` of the table. Its name must have been normalised: see names.ts. */
export const companyEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'Company',
      table,
      schema: item({
        name: string().key(),
        description: string().optional(),
        version: number().putDefault(1),
        schemaVersion: schemaVersion(upgrades),
      }).strict(),
      // A migration writes items with the plain client: they need not carry what only DynamoDB-Toolbox knows to add.
      timestamps: false,
      computeKey: (company) => ({ pk: companyKeys.pk.format(company), sk: companyKeys.sk.format(company) }),
      meta: { model: { keys: companyKeys, upgrades } },
    }),
);

/** Companies of the first schema version had no `version`. */
const upgrades = [withVersion];
