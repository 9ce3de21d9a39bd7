import { TableError } from '../errors';
import type { Surroundings } from './surroundings';
import { verifyMigrated } from './verify';

/** In a deployed function: the stack has put everything into the environment, and the table is only looked at. */
export const surroundings: Surroundings = {
  getTableName: () => required('TABLE_NAME'),
  clientConfiguration: () => ({}),
  prepare: async (client, tableName) => {
    const migration = required('REQUIRED_MIGRATION');
    // Empty where the function was built against a repository that has no expand migration: there is nothing to verify.
    if (migration !== '') await verifyMigrated(client, tableName, migration);
  },
};

function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new TableError(
    'environment-incomplete',
    `The environment variable ${name} is not set. The function construct in stacks/constructs sets it: run yarn deploy.`,
  );
}
