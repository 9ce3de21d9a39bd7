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

/** What puts each variable into the function's environment. */
const SET_BY = {
  TABLE_NAME:
    "A grant sets it: grant the function what it does with the table in stacks/, with table.grantRead or another of the table's verbs, and run yarn deploy.",
  REQUIRED_MIGRATION: 'commonOptions in stacks/service-stack.ts sets it: give it to the function, and run yarn deploy.',
};

function required(name: keyof typeof SET_BY): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new TableError('environment-incomplete', `The environment variable ${name} is not set. ${SET_BY[name]}`);
}
