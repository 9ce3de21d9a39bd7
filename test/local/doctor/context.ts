import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { deployments } from '../../../deployments';
import type { ReachedContext } from '../../../scripts/support/doctor/context';
import { createOutput } from '../../../scripts/support/output';
import type { TableSettings } from '../../../table/deployment';

/** What the checks of a table get, for one that a test has made. */
export function contextFor(
  client: DynamoDBClient,
  tableName: string,
  migrations: readonly MigrationFile[],
  settings: TableSettings = {},
): ReachedContext {
  return {
    deployment: { ...deployments.local, deploymentName: 'local', table: { name: tableName, ...settings } },
    invocation: {
      flags: {},
      has: () => false,
      output: createOutput({ json: false, quiet: true }),
      signal: new AbortController().signal,
    },
    migrations: () => [...migrations],
    stacks: async () => [],
    target: { client, terraformEnvironment: {} },
  };
}
