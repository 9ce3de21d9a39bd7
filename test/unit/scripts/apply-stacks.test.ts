import { LocalError } from '../../../local/errors';
import { applyStacks } from '../../../scripts/support/apply-stacks';
import type { NamedDeployment } from '../../../scripts/support/deployment';
import type { PlannedStack } from '../../../scripts/support/plan-stacks';
import { fakeTerraform, sayEvent } from '../stacks/terraform/fake-terraform';
import { type TestWorkspace, testWorkspace } from '../stacks/terraform/test-workspace';

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace('staging');
});
afterEach(() => prepared.remove());

const ADDRESSES = ['aws_iam_role.a', 'aws_iam_role.b', 'aws_iam_role.c', 'aws_iam_role.d'];

const deployment = { deploymentName: 'staging' } as NamedDeployment;

const hook = (type: string, addr: string) => sayEvent(type, { hook: { resource: { addr }, action: 'create' } });

const diagnostic = sayEvent('diagnostic', {
  '@level': 'error',
  diagnostic: { severity: 'error', summary: 'creating role: ExpiredToken: The security token is expired' },
});

/** What is said and thrown while the fake's script applies the four roles. */
async function applied(
  script: string[],
  action: 'create' | 'replace' = 'create',
): Promise<{ said: string[]; error: unknown }> {
  fakeTerraform(prepared, script.join('\n'));
  const said: string[] = [];
  const output = { during: (_: string, work: () => unknown) => work(), warn: (line: string) => said.push(line) };
  const changes = ADDRESSES.map((address) => ({ address, action }));
  const planned: PlannedStack[] = [{ stack: 'service', pending: true, changes, workspace: prepared.workspace }];
  const invocation = { output, signal: prepared.interruption.signal } as unknown as Parameters<typeof applyStacks>[2];
  const error = await applyStacks(planned, deployment, invocation).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { said, error };
}

test('an apply that fails tells what was done, what failed, what was broken off and what was not begun', async () => {
  const { error } = await applied([
    hook('apply_start', 'aws_iam_role.a'),
    hook('apply_complete', 'aws_iam_role.a'),
    hook('apply_start', 'aws_iam_role.b'),
    hook('apply_start', 'aws_iam_role.c'),
    hook('apply_errored', 'aws_iam_role.b'),
    diagnostic,
    'exit 1',
  ]);
  expect(error).toMatchObject({ name: 'ScriptsError', code: 'apply-failed' });
  const { message } = error as Error;
  expect(message).toContain('ExpiredToken');
  expect(message).toContain('The AWS credentials have expired. Log in again');
  expect(message).toContain('Its whole output is in ');
  expect(message).toContain('Done: 1 of 4 (aws_iam_role.a)\n');
  expect(message).toContain('Failed: aws_iam_role.b\n');
  expect(message).toContain('Broken off, so that it may be there and in no state: aws_iam_role.c\n');
  expect(message).toContain('Not begun: aws_iam_role.d\n');
  expect(message).toContain(
    'Contract migrations did not run. When the reason is mended, run yarn deploy staging again',
  );
});

test('a resource that was destroyed, and not made again, is not done', async () => {
  const halves = (address: string) => [hook('apply_start', address), hook('apply_complete', address)];
  const { error } = await applied(
    [
      ...halves('aws_iam_role.a'),
      ...halves('aws_iam_role.b'),
      ...halves('aws_iam_role.c'),
      ...halves('aws_iam_role.a'),
      hook('apply_start', 'aws_iam_role.b'),
      hook('apply_errored', 'aws_iam_role.b'),
      diagnostic,
      'exit 1',
    ],
    'replace',
  );
  const { message } = error as Error;
  expect(message).toContain('Done: 1 of 4 (aws_iam_role.a)\n');
  expect(message).toContain('Failed: aws_iam_role.b\n');
  expect(message).toContain('Broken off, so that it may be there and in no state: aws_iam_role.c\n');
  expect(message).toContain('Not begun: aws_iam_role.d\n');
});

test('one that is interrupted tells so too, and stays an interruption', async () => {
  prepared.workspace.onEvent = () => prepared.interruption.abort();
  const { said, error } = await applied([
    'trap "exit 1" INT',
    hook('apply_start', 'aws_iam_role.a'),
    'while true; do sleep 0.05; done',
  ]);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(said).toEqual([
    'Done: 0 of 4\nBroken off, so that it may be there and in no state: aws_iam_role.a\n' +
      'Not begun: aws_iam_role.b, aws_iam_role.c, aws_iam_role.d\nTo go on, run yarn deploy staging again: it goes on from here.',
  ]);
});

test('one whose stand-in ended tells so as a failure, with what is under way broken off', async () => {
  const ended = new AbortController();
  prepared.workspace.signal = ended.signal;
  prepared.workspace.onEvent = () => ended.abort(new LocalError('gateway-ended', 'The stand-in has ended.'));
  const { said, error } = await applied([
    'trap "exit 1" INT',
    hook('apply_start', 'aws_iam_role.a'),
    'while true; do sleep 0.05; done',
  ]);
  expect(said).toEqual([]);
  expect(error).toMatchObject({
    code: 'apply-failed',
    message: expect.stringMatching(/^The stand-in has ended\.\n\n/),
  });
  expect((error as Error).message).toContain('Broken off, so that it may be there and in no state: aws_iam_role.a\n');
  expect((error as Error).message).toContain('run yarn deploy staging again: it goes on from here.');
});

test('one that succeeds says nothing more', async () => {
  await expect(applied(['exit 0'])).resolves.toEqual({ said: [], error: undefined });
});
