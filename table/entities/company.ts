import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { companyKey } from '../keys';
import type { Table } from '../table';

/** A company as it is read. */
export type Company = FormattedItem<ReturnType<typeof companyEntity>>;

const schema = item({ name: string().key() });

/** The entity `Company` of the table. Its name must have been normalised: see names.ts. */
export function companyEntity(table: Table) {
  return new Entity({
    name: 'Company',
    table,
    schema,
    // A migration writes items with the plain client: they need not carry what only DynamoDB-Toolbox knows to add.
    timestamps: false,
    computeKey: ({ name }: { name: string }) => companyKey(name),
  });
}
