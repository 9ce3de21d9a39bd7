import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import { findTable } from '../../bootstrap/wait-for-table';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';

/** @throws {ScriptsError} `no-table`: what is asked for works on a table that is there */
export async function requireTable(
  client: DynamoDBClient,
  { deploymentName, table }: NamedDeployment,
): Promise<TableDescription> {
  const description = await findTable(client, table.name);
  if (description) return description;
  throw new ScriptsError(
    'no-table',
    `There is no table ${table.name} yet. Run yarn bootstrap ${deploymentName} first: it creates it.`,
  );
}
