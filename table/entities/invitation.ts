import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { invitationKeys } from '../keys';
import type { Table } from '../table';

/** An invitation as it is read. `expiresAt` is in seconds since 1970. */
export type Invitation = FormattedItem<ReturnType<typeof invitationEntity>>;

/** The entity `Invitation`, which DynamoDB deletes some time after `expiresAt`: until then, reads leave out what has expired. */
export const invitationEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'Invitation',
      table,
      schema: item({
        companyName: string().key(),
        email: string().key(),
        expiresAt: number(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: invitationKeys.pk.format(key), sk: invitationKeys.sk.format(key) }),
      meta: { model: { keys: invitationKeys, timeToLive: 'expiresAt' } },
    }),
);
