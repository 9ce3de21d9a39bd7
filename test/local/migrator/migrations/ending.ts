import { count } from '../support/items';
import { migrationFile } from '../support/migration-file';

/** The migration of the same name as the endless one and the blocking one, for whoever comes after them. */
export const migrations = [
  migrationFile('20260101000000-change', ({ context: { client, tableName } }) => count(client, tableName, 'ended')),
];
