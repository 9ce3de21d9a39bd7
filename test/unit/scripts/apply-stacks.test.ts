import path from 'node:path';
import { LocalError } from '../../../local/errors';
import { applyStacks } from '../../../scripts/support/apply-stacks';
import type { NamedDeployment } from '../../../scripts/support/deployment';
import type { PlannedStack } from '../../../scripts/support/plan-stacks';
import { planStale } from '../../../scripts/support/saved-plan/plan-stale';
import { type StalePlan, sayPlanningAgain } from '../../../scripts/support/stale-plan';
import { fakeTerraform, sayEvent } from '../stacks/terraform/fake-terraform';
import { type TestWorkspace, testWorkspace } from '../stacks/terraform/test-workspace';

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace('staging');
});
afterEach(() => prepared.remove());

const stale = `${sayEvent('diagnostic', { diagnostic: { severity: 'error', summary: 'Saved plan is stale' } })}\nexit 1`;

const ADDRESSES = ['aws_iam_role.a', 'aws_iam_role.b', 'aws_iam_role.c', 'aws_iam_role.d'];

const hook = (type: string, addr: string) => sayEvent(type, { hook: { resource: { addr }, action: 'create' } });

const diagnostic = sayEvent('diagnostic', {
  '@level': 'error',
  diagnostic: { severity: 'error', summary: 'creating role: ExpiredToken: The security token is expired' },
});

/** What is said and thrown while the fake's script applies the four roles. */
async function applied(script: string[], action: 'create' | 'replace' = 'create') {
  const changes = ADDRESSES.map((address) => ({ address, action }));
  return appliedStacks(script, [{ stack: 'service', pending: true, changes, workspace: prepared.workspace }]);
}

/** What is said and thrown while the fake's script, once for each stack that has changes, applies them. */
async function appliedStacks(
  script: string[],
  planned: PlannedStack[],
  applying: Parameters<typeof applyStacks>[2] = { command: 'deploy', words: ['staging'] },
): Promise<{ said: string[]; error: unknown }> {
  fakeTerraform(prepared, script.join('\n'));
  const said: string[] = [];
  const output = { during: (_: string, work: () => unknown) => work(), warn: (line: string) => said.push(line) };
  const invocation = { output, signal: prepared.interruption.signal } as unknown as Parameters<typeof applyStacks>[1];
  const error = await applyStacks(planned, invocation, applying).then(
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

test.each([
  { command: 'destroy', words: ['staging', '--table', 'things'] },
  { command: 'ci-role', words: ['staging', '--destroy'] },
] as const)('what goes on is the same command: $command', async (applying) => {
  const planned = [{ stack: 'service', pending: true, changes: [], workspace: prepared.workspace }];
  const { error } = await appliedStacks([diagnostic, 'exit 1'], planned, applying);
  const again = `run yarn ${applying.command} ${applying.words.join(' ')} again: it goes on from here.`;
  expect((error as Error).message).toContain(again);
  expect((error as Error).message).not.toContain('Contract migrations');
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

test('what had failed before an interrupt is told, with its reason and the log; what fails after it is broken off', async () => {
  prepared.workspace.onEvent = ({ hook: { resource } = {} }) => {
    if (resource?.addr === 'aws_iam_role.c') prepared.interruption.abort();
  };
  const reason = (address: string, summary: string) =>
    sayEvent('diagnostic', { '@level': 'error', diagnostic: { severity: 'error', summary, address } });
  const { said, error } = await applied([
    'interrupted() {',
    hook('apply_errored', 'aws_iam_role.b'),
    reason('aws_iam_role.a', 'creating role: LimitExceeded'),
    reason('aws_iam_role.b', 'creating role: canceled'),
    'exit 1',
    '}',
    'trap interrupted INT',
    hook('apply_start', 'aws_iam_role.a'),
    hook('apply_start', 'aws_iam_role.b'),
    hook('apply_errored', 'aws_iam_role.a'),
    hook('apply_start', 'aws_iam_role.c'),
    'while true; do sleep 0.05; done',
  ]);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(said).toEqual([
    'aws_iam_role.a: creating role: LimitExceeded\n' +
      `Its whole output is in ${path.relative(process.cwd(), prepared.workspace.logFile)}\n\n` +
      'Done: 0 of 4\nFailed: aws_iam_role.a\n' +
      'Broken off, so that it may be there and in no state: aws_iam_role.b, aws_iam_role.c\n' +
      'Not begun: aws_iam_role.d\nTo go on, run yarn deploy staging again: it goes on from here.',
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

describe('of several stacks, one whose state another deploy has changed since', () => {
  /** A stack without changes, and three with, of which the fake has a stale plan from the given one on. */
  async function staleAt(ordinal: number): Promise<StalePlan> {
    const planned = ['empty', 'service', 'directory', 'audit'].map((stack) => ({
      stack,
      pending: stack !== 'empty',
      changes: [],
      workspace: prepared.workspace,
    }));
    const applies = `$(grep -c '^apply' '${prepared.directory}/calls')`;
    const { error } = await appliedStacks([`[ "${applies}" -lt ${ordinal} ] && exit 0`, stale], planned);
    return error as StalePlan;
  }

  test('the first: nothing was applied', async () => {
    const error = await staleAt(1);
    expect(error).toMatchObject({ code: 'plan-stale' });
    expect(error.message).toContain('Terraform has applied nothing. Run yarn deploy staging again');
    expect(planStale('approved.plan', { deploymentName: 'staging' } as NamedDeployment, error).message).toBe(
      'The state of staging has changed since approved.plan was made: another deploy came between. Terraform has applied ' +
        'nothing; the table is as this code has it. Make a new plan: yarn plan staging --out FILE.',
    );
    expect(sayPlanningAgain(error)).toMatch(/this plan was made: planning again\.$/);
  });

  test('a later one: which were applied and which were not is said, and what to do', async () => {
    const error = await staleAt(2);
    expect(error).toMatchObject({ code: 'plan-stale' });
    expect(error.message).toContain('Terraform has applied service, and not directory, audit. Run yarn deploy staging');
    expect(planStale('approved.plan', { deploymentName: 'staging' } as NamedDeployment, error)).toMatchObject({
      code: 'plan-stale',
      message:
        'The state of staging has changed since approved.plan was made: another deploy came between. Terraform has ' +
        'applied service, and not directory, audit; contract migrations did not run; the table is as this code has it. ' +
        'Make a new plan, for the rest: yarn plan staging --out FILE.',
    });
    expect(sayPlanningAgain(error)).toContain(
      'Terraform has applied service, and not directory, audit. Planning again.',
    );
  });
});
