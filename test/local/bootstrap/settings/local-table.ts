import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS } from '../../../../bootstrap/create-table';
import type { SettingChange, SettleOptions } from '../../../../bootstrap/settings/setting';
import { checkSettings, settleSettings } from '../../../../bootstrap/settings/settle-settings';
import { describeTable, waitForTable } from '../../../../bootstrap/wait-for-table';
import type { TableSettings } from '../../../../table/deployment';
import { testTableName } from '../../../support/table-names';

/** A table of its own in the DynamoDB Local of this kind of tests. */
export interface LocalTable {
  client: DynamoDBClient;
  describe(): Promise<TableDescription>;
  check(settings: TableSettings, options?: Partial<SettleOptions>): Promise<string[]>;
  /** The changes as they are printed. */
  settle(settings: TableSettings, options?: Partial<SettleOptions>): Promise<string[]>;
  /** Sends the request that begins an index; does not wait for it. */
  beginIndex(name: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createLocalTable(input: Partial<CreateTableCommandInput> = {}): Promise<LocalTable> {
  const client = new DynamoDBClient();
  const TableName = testTableName();
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      ...TABLE_KEYS,
      ...input,
    }),
  );
  const describe = () => describeTable(client, TableName);
  const complete = async (settings: TableSettings, options: Partial<SettleOptions> = {}): Promise<SettleOptions> => ({
    client,
    table: await describe(),
    settings,
    skipUnsupported: true,
    ...options,
  });
  return {
    client,
    describe,
    check: async (settings, options) => print(await checkSettings(await complete(settings, options))),
    settle: async (settings, options) => print(await settleSettings(await complete(settings, options))),
    beginIndex: async (name) => {
      await client.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: name,
                KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
              },
            },
          ],
        }),
      );
    },
    remove: async () => {
      await waitForTable(client, TableName);
      await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
      await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
    },
  };
}

const print = (changes: SettingChange[]): string[] =>
  changes.map(({ setting, from, to }) => `${setting}: ${from} → ${to}`);
