import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readLedger } from '../../../../bootstrap/migrator/ledger';
import { LEDGER_PARTITION } from '../../../../table/ledger-keys';
import { endChildren } from '../../../support/child';
import { createEmptyTable, type EmptyTable } from '../../../support/empty-table';
import { type FaultProxy, startFaultProxy } from '../../../support/fault-proxy';

export interface ProxiedTable extends EmptyTable {
  proxy: FaultProxy;
  /** Goes through the proxy. */
  proxied: DynamoDBClient;
  /** The state of each migration that the ledger has, by its name. */
  states(): Promise<Record<string, string>>;
  /** The items of Groundwork's own left out. */
  data(): Promise<Record<string, unknown>[]>;
}

const made: { close(): Promise<void> }[] = [];

/** An empty table of its own behind a proxy of its own. `closeAll` ends both. */
export async function createProxiedTable(): Promise<ProxiedTable> {
  const table = await createEmptyTable();
  const proxy = await startFaultProxy();
  const proxied = new DynamoDBClient({ endpoint: proxy.endpoint });
  made.push({
    close: async () => {
      proxied.destroy();
      await proxy.close();
      await table.remove();
    },
  });
  return {
    ...table,
    proxy,
    proxied,
    states: async () => {
      const records = await readLedger(table.client, table.name);
      return Object.fromEntries(records.map(({ name, state }) => [name, state]));
    },
    data: async () => (await table.items()).filter(({ pk }) => pk !== LEDGER_PARTITION).sort(byKey),
  };
}

/** After each test: its processes, proxies and tables. */
export async function closeAll(): Promise<void> {
  await endChildren();
  await Promise.all(made.splice(0).map(({ close }) => close()));
}

const byKey = (one: Record<string, unknown>, other: Record<string, unknown>): number =>
  JSON.stringify([one.pk, one.sk]) < JSON.stringify([other.pk, other.sk]) ? -1 : 1;
