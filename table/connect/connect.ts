import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { surroundings } from '#surroundings';

export interface ConnectOptions {
  /** Default: the table of the deployment in `DEPLOYMENT`. */
  tableName?: string;
}

/** Name of the table: `TABLE_NAME`, else that of the deployment in `DEPLOYMENT`, else that of `local`. */
export function getTableName(): string {
  return surroundings.getTableName();
}

/**
 * A client for a table that is ready to be used. On `local` the table is created and migrated where it is not; in a
 * deployed function, and for any other deployment, it is only verified, with one read, that the migrations this code
 * was built against are applied.
 *
 * There is one promise per table and process: whoever calls while the first is still connecting shares it. A failure is
 * forgotten, so that the next call tries again.
 *
 * @throws {TableError} `table-missing`, `migration-pending`
 */
export function connect(options: ConnectOptions = {}): Promise<DynamoDBClient> {
  const tableName = options.tableName ?? getTableName();
  const configuration = surroundings.clientConfiguration();
  const identity = identityOf(configuration, tableName);
  const known = connections.get(identity);
  if (known) return known;
  const connection = open(configuration, tableName);
  connections.set(identity, connection);
  connection.catch(() => connections.delete(identity));
  return connection;
}

const connections = new Map<string, Promise<DynamoDBClient>>();

async function open(configuration: DynamoDBClientConfig, tableName: string): Promise<DynamoDBClient> {
  const client = new DynamoDBClient(configuration);
  try {
    await surroundings.prepare(client, tableName);
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** Everything that makes a table another table: the account (told by the credentials) or endpoint, the region, the name. */
function identityOf(configuration: DynamoDBClientConfig, tableName: string): string {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, AWS_REGION, AWS_PROFILE, AWS_ACCESS_KEY_ID } = process.env;
  return JSON.stringify([
    configuration.endpoint ?? AWS_ENDPOINT_URL_DYNAMODB ?? AWS_ENDPOINT_URL,
    configuration.region ?? AWS_REGION,
    AWS_PROFILE,
    AWS_ACCESS_KEY_ID,
    tableName,
  ]);
}
