import { DeleteTableCommand, type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { isAbandoned } from './table-names';

/** Drops what crashed runs of this machine have left, which matters where DynamoDB Local outlives a run. */
export async function removeAbandonedTables(client: DynamoDBClient): Promise<void> {
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    await Promise.all(TableNames.filter(isAbandoned).map((name) => removeTable(client, name)));
  }
}

async function removeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await client.send(new DeleteTableCommand({ TableName }));
  } catch (error) {
    // Another worker of this run is just doing the same.
    const { name } = error as Error;
    if (name !== 'ResourceNotFoundException' && name !== 'ResourceInUseException') throw error;
  }
}
