import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { Setting } from './setting';
import { updateTable } from './update-table';

/** While it is on, DynamoDB refuses to delete the table. */
export const deletionProtection: Setting = {
  name: 'deletionProtection',
  remedy: 'DynamoDB takes a change of it every 15 seconds: run yarn bootstrap again.',
  plan: async (situation) => {
    const wanted = situation.settings.deletionProtection === true;
    if (isProtected(situation.table) === wanted) return undefined;
    return {
      from: wanted ? 'off' : 'on',
      to: wanted ? 'on' : 'off',
      apply: () =>
        updateTable(situation, { DeletionProtectionEnabled: wanted }, (table) => isProtected(table) === wanted),
    };
  },
};

const isProtected = (table: TableDescription): boolean => table.DeletionProtectionEnabled === true;
