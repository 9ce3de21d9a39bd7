import { TableError } from '../errors';
import type { Surroundings } from './surroundings';
import { verifyMigrated } from './verify';

/** In a deployed function: the stack has put everything into the environment, and the table is only looked at. */
export const surroundings: Surroundings = {
  getTableName: () => required('TABLE_NAME'),
  clientConfiguration: () => ({}),
  prepare: (client, tableName) => verifyMigrated(client, tableName, required('REQUIRED_MIGRATION')),
};

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new TableError(
    'environment-incomplete',
    `The environment variable ${name} is not set. The function construct in stacks/constructs sets it: run yarn deploy.`,
  );
}
