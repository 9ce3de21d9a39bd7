import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { userEmailKey, userKey } from '../keys';
import type { Table } from '../table';

/** A user as it is read. */
export type User = FormattedItem<ReturnType<typeof userEntity>>;

const attributes = item({
  companyName: string().key(),
  email: string().key(),
  name: string(),
});

/** The keys of `gsi1` are attributes like any other to DynamoDB: they are written with the item, and hidden when read. */
const schema = attributes.and({
  gsi1pk: string()
    .hidden()
    .link<typeof attributes>(({ companyName, email }) => userEmailKey(companyName, email).gsi1pk),
  gsi1sk: string()
    .hidden()
    .link<typeof attributes>(({ companyName, email }) => userEmailKey(companyName, email).gsi1sk),
});

/** The entity `User` of the table. Its company's name and its e-mail address must have been normalised: see names.ts. */
export function userEntity(table: Table) {
  return new Entity({
    name: 'User',
    table,
    schema,
    timestamps: false,
    computeKey: ({ companyName, email }: { companyName: string; email: string }) => userKey(companyName, email),
  });
}
