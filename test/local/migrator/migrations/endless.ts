import { setTimeout as delay } from 'node:timers/promises';
import { count } from '../support/items';
import { migrationFile } from '../support/migration-file';

/** Writes and writes, as long as it is let. */
export const migrations = [
  migrationFile('20260101000000-change', async ({ context: { client, tableName } }) => {
    for (;;) {
      await count(client, tableName, 'endless');
      await delay(20);
    }
  }),
];
