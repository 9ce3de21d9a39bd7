import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { perTable } from '../foundation/per-table';
import { countedRecordKeys } from '../keys';
import type { Table } from '../table';

/** The entity `CountedRecord`: a stream record that has been counted, so that it is not counted again; it expires. */
export const countedRecordEntity = perTable(
  (table: Table) =>
    new Entity({
      name: 'CountedRecord',
      table,
      schema: item({
        eventId: string().key(),
        expiresAt: number(),
      }).strict(),
      timestamps: false,
      computeKey: (key) => ({ pk: countedRecordKeys.pk.format(key), sk: countedRecordKeys.sk.format(key) }),
      meta: { model: { keys: countedRecordKeys, timeToLive: 'expiresAt' } },
    }),
);
