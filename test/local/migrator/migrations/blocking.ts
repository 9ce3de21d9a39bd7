import { put } from '../support/items';
import { migrationFile } from '../support/migration-file';

/** Two and a half seconds in which nothing else happens in its process, no heartbeat either. */
const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);

export const migrations = [
  migrationFile('20260101000000-change', async ({ context: { client, tableName } }) => {
    await put(client, tableName, 'before');
    block();
    await put(client, tableName, 'after');
  }),
];
