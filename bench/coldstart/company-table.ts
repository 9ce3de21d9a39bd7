import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { localCredentials } from '../../bootstrap/client-configuration';
import { createCompany } from '../../table/patterns/create-company';
import { createTable } from '../../table/table';
import type { BenchContext } from '../context';
import { benchTableName, bootstrapTable, dropTable, threeMigrations } from '../migrate/bench-table';
import { endpointOf } from '../support/endpoint';

/** A table of the bench's own, with one company in it. */
export interface CompanyTable {
  /** What a function finds in its environment, as Lambda and the stack set it. */
  environment: Record<string, string>;
  drop(): Promise<void>;
}

export const COMPANY = 'Groundwork';

export async function createCompanyTable(context: BenchContext): Promise<CompanyTable> {
  const client = new DynamoDBClient(context.clientConfiguration);
  const name = benchTableName('coldstart');
  await bootstrapTable(client, name);
  const documentClient = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  await createCompany(createTable(name, documentClient), { name: COMPANY });
  await documentClient.send(markForElectrodb(name));
  return {
    environment: environmentFor(name, context),
    drop: async () => {
      await dropTable(client, name);
      client.destroy();
    },
  };
}

/** ElectroDB reads only items that say which entity they are, and in which version. All others ignore these attributes. */
const markForElectrodb = (tableName: string) =>
  new UpdateCommand({
    TableName: tableName,
    Key: { pk: `company#${COMPANY}`, sk: 'company#' },
    UpdateExpression: 'SET #entity = :entity, #version = :version',
    ExpressionAttributeNames: { '#entity': '__edb_e__', '#version': '__edb_v__' },
    ExpressionAttributeValues: { ':entity': 'Company', ':version': '1' },
  });

function environmentFor(tableName: string, context: BenchContext): Record<string, string> {
  const { accessKeyId, secretAccessKey } = localCredentials();
  return {
    AWS_REGION: context.deployment.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpointOf(context),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    DEPLOYMENT: 'local',
    TABLE_NAME: tableName,
    REQUIRED_MIGRATION: threeMigrations.at(-1)?.name ?? '',
    // On Node 20 the SDK would warn of that, which is not what is measured.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
