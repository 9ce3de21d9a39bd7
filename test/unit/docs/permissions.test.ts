import { readFileSync } from 'node:fs';
import path from 'node:path';
import { permissionsTables } from '../../support/permissions-table';

const page = readFileSync(path.resolve(__dirname, '../../../docs/permissions.md'), 'utf8');

test.each(Object.entries(permissionsTables()))(
  'docs/permissions.md has the table "%s" as the roles have it',
  (name, rows) => {
    const [, found] = new RegExp(`<!-- ${name} -->\\n([^]*?)\\n<!-- -->`).exec(page) ?? [];

    expect(found).toBe(rows);
  },
);
