import { rmSync } from 'node:fs';
import { REPOSITORY } from '../../../../stacks/stack';
import { apply, plan } from '../../../../stacks/terraform/plan';
import { planFile } from '../../../../stacks/terraform/workspace';
import { fakeTerraform, sayEvent } from './fake-terraform';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-plan-${process.pid}`),
}));

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace();
});

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

const planned = (addr: string, action: string, more: object = {}) =>
  sayEvent('planned_change', {
    change: { resource: { addr }, action, ...more },
  });

test('a plan tells what would change, and leaves out what is only read or stays', async () => {
  fakeTerraform(
    prepared,
    [
      planned('aws_iam_role.a', 'create'),
      planned('aws_iam_role.b', 'noop'),
      planned('data.aws_dynamodb_table.c', 'read'),
      planned('aws_iam_role.d', 'delete', { reason: 'delete_because_no_resource_config' }),
      'exit 2',
    ].join('\n'),
  );

  await expect(plan(prepared.workspace)).resolves.toEqual({
    pending: true,
    changes: [
      { address: 'aws_iam_role.a', action: 'create' },
      { address: 'aws_iam_role.d', action: 'delete', reason: 'delete_because_no_resource_config' },
    ],
  });
});

test('a replacement tells which attributes force it, and no secret', async () => {
  const change = {
    before: { name: 'a', tags: { team: 'x' }, key: 'secret', url: 'b' },
    after: { name: 'c', tags: { team: 'y' }, key: 'other' },
    after_unknown: { url: true },
    before_sensitive: { key: true },
    after_sensitive: {},
    replace_paths: [['name'], ['tags', 'team'], ['key'], ['url']],
  };
  const shown = JSON.stringify({ resource_changes: [{ address: 'aws_iam_role.d', change }] });
  const calls = fakeTerraform(
    prepared,
    [
      `if [ "$1" = show ]; then echo '${shown}'; exit 0; fi`,
      planned('aws_iam_role.d', 'replace', { reason: 'cannot_update' }),
      'exit 2',
    ].join('\n'),
  );

  const { changes } = await plan(prepared.workspace);

  expect(changes[0]?.forcedBy).toEqual([
    'name ("a" → "c")',
    'tags.team ("x" → "y")',
    'key (sensitive)',
    'url ("b" → known after apply)',
  ]);
  expect(calls()[1]).toBe(`show -json ${planFile(prepared.workspace)}`);
});

test('a plan without changes is not pending', async () => {
  fakeTerraform(prepared, 'exit 0');

  await expect(plan(prepared.workspace)).resolves.toEqual({ pending: false, changes: [] });
});

test('a plan in which outputs alone change is pending', async () => {
  fakeTerraform(prepared, 'exit 2');

  await expect(plan(prepared.workspace)).resolves.toEqual({ pending: true, changes: [] });
});

test('what was planned is what is applied, and two runs wait for each other at the state', async () => {
  const calls = fakeTerraform(prepared, 'exit 0');
  const file = planFile(prepared.workspace);

  await plan(prepared.workspace, { destroy: true });
  await apply(prepared.workspace);

  expect(calls()).toEqual([
    `plan -json -input=false -detailed-exitcode -lock-timeout=10m -out=${file} -destroy`,
    `apply -json -input=false -lock-timeout=10m ${file}`,
  ]);
});

describe('a table that Terraform would touch, from a module or a state', () => {
  const table = (action: string) => ({
    change: { resource: { addr: 'module.cache.aws_dynamodb_table.t', resource_type: 'aws_dynamodb_table' }, action },
  });

  test.each(['create', 'update', 'replace', 'delete'])('a plan to %s it is refused', async (action) => {
    fakeTerraform(prepared, `${sayEvent('planned_change', table(action))}\nexit 2`);

    await expect(plan(prepared.workspace)).rejects.toMatchObject({
      code: 'table-in-stack',
      message: expect.stringContaining(
        `The plan would ${action} module.cache.aws_dynamodb_table.t; nothing was changed`,
      ),
    });
  });

  test.each(['remove', 'forget', 'noop'])('to %s it leaves it alone', async (action) => {
    fakeTerraform(prepared, `${sayEvent('planned_change', table(action))}\nexit 2`);

    await expect(plan(prepared.workspace)).resolves.toMatchObject({ pending: true });
  });
});
