import path from 'node:path';
import { readRooms, violations } from './support/rooms';

const repository = path.resolve(__dirname, '../..');

test('the rooms depend on one another in one direction only', () => {
  const files = readRooms(repository);

  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['deployments.ts', 'table/keys.ts', 'scripts/deploy.ts', 'local/aws/gateway.ts']),
  );
  expect(violations(files)).toEqual([]);
});

describe('a violation is found', () => {
  test.each([
    ['of table by its package', 'table/a.ts', `import { Umzug } from 'umzug';`],
    ['of table by a part of a package', 'table/connect/a.ts', `import { z } from 'zod/v3';`],
    ['of lambda by zx', 'lambda/api/a.ts', `import { $ } from 'zx';`],
    ['of lambda by processes', 'lambda/a.ts', `import { spawn } from 'node:child_process';`],
    ['of table by processes without the prefix', 'table/a.ts', `const { spawn } = require('child_process');`],
    ['by an import that is loaded late', 'table/a.ts', `const late = () => import('../bootstrap/bootstrap');`],
    ['by a type', 'table/a.ts', `import type { Migration } from '../bootstrap/migrator/migration';`],
    ['by an export', 'lambda/a.ts', `export { up } from '../local/services/up';`],
    ['by an import for its effect', 'lambda/a.ts', `import '../stacks/main';`],
    ['over several lines', 'local/a.ts', `import {\n  bootstrap,\n  checkBootstrap,\n} from '../bootstrap/bootstrap';`],
    ['of CDKTF outside stacks', 'bootstrap/a.ts', `import { App } from 'cdktf';`],
    ['of a provider outside stacks', 'scripts/a.ts', `import { IamRole } from '@cdktf/provider-aws/lib/iam-role';`],
    ['of scripts by stacks', 'stacks/terraform/a.ts', `import { createOutput } from '../../scripts/support/output';`],
    ['of scripts by measurements', 'bench/a.ts', `import { createOutput } from '../scripts/support/output';`],
    ['of scripts by a room that nobody knows', 'attic/a.ts', `import '../scripts/deploy';`],
    ['of local by bootstrap', 'bootstrap/a.ts', `import { readServices } from '../local/services/record';`],
    [
      'through a door that is for something else',
      'bootstrap/client-configuration.ts',
      `import '../local/services/up';`,
    ],
    ['of lambda by stacks', 'stacks/service-stack.ts', `import { handler } from '../lambda/api/handler';`],
    ['of a value in deployments.ts', 'deployments.ts', `import { TableError } from './table/errors';`],
  ])('%s', (_, file, source) => {
    expect(violations({ [file]: `/** A file. */\n${source}\n` })).toEqual([
      expect.stringContaining(`${file} imports `),
    ]);
  });
});

describe('no violation is', () => {
  test.each([
    ['what a room may import', 'scripts/a.ts', `import { up } from '../local/services/up';`],
    ['a file of the same room', 'local/services/a.ts', `import { localPaths } from '../paths';`],
    ['CDKTF in stacks', 'stacks/constructs/a.ts', `import { App } from 'cdktf';`],
    ['a type in deployments.ts', 'deployments.ts', `import type { Deployments } from './table/deployment';`],
    ['the door to the record', 'bootstrap/client-configuration.ts', `import '../local/services/record';`],
    ['a package', 'table/a.ts', `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';`],
    ['a text that names a forbidden package', 'table/a.ts', `export const text = 'umzug';`],
  ])('%s', (_, file, source) => {
    expect(violations({ [file]: source })).toEqual([]);
  });
});
