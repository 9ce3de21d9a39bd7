import { ChildProcess } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type RunOptions, terraform } from '../../../../stacks/terraform/run';
import { fakeTerraform, linesOf, sayEvent } from './fake-terraform';
import { type TestWorkspace, testWorkspace } from './test-workspace';

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace();
});

afterEach(() => {
  prepared.interruption.abort();
  jest.restoreAllMocks();
  prepared.remove();
});

const run = (options?: RunOptions) => terraform(prepared.workspace, ['plan', '-json'], options);

test('it runs in the stack’s folder, with its arguments', async () => {
  const calls = fakeTerraform(prepared, 'pwd');

  await expect(run()).resolves.toMatchObject({ status: 0, text: prepared.workspace.stack.directory });

  expect(calls()).toEqual(['plan -json']);
});

test('its events are passed on in their order, and what is no event is its text', async () => {
  fakeTerraform(prepared, [sayEvent('version'), 'echo plain', sayEvent('planned_change'), 'echo more >&2'].join('\n'));

  const { events, text } = await run();

  expect(events.map(({ type }) => type)).toEqual(['version', 'planned_change']);
  expect(prepared.events).toEqual(events);
  expect(text).toBe('plain\nmore');
});

test('an event is passed on while it runs', async () => {
  const released = path.join(prepared.directory, 'released');
  fakeTerraform(prepared, `${sayEvent('apply_start')}\nwhile [ ! -e '${released}' ]; do sleep 0.02; done`);
  const onEvent = jest.fn(() => void prepared.write('released', ''));

  await expect(terraform({ ...prepared.workspace, onEvent }, ['apply'])).resolves.toMatchObject({ status: 0 });

  expect(onEvent).toHaveBeenCalledTimes(1);
});

test('an event that was cut off is text', async () => {
  fakeTerraform(prepared, `printf '{"@level":"info","@mess'`);

  await expect(run()).resolves.toMatchObject({ events: [], text: '{"@level":"info","@mess' });
});

test('everything that it says is in the log, beneath how it was called', async () => {
  fakeTerraform(prepared, `${sayEvent('version')}\necho plain`);

  await run();
  await run();

  const call = [
    `$ ${process.env.TERRAFORM_BINARY_NAME} plan -json`,
    expect.stringContaining('"said version"'),
    'plain',
  ];
  expect(linesOf(prepared.workspace.logFile)).toEqual([...call, ...call]);
});

test('what Terraform writes, a plan or a state with its secrets, is for its owner alone', async () => {
  const plan = path.join(prepared.directory, 'plan');
  const before = process.umask(0o022);
  fakeTerraform(prepared, `echo secret > '${plan}'`);

  await run();

  expect(statSync(plan).mode & 0o777).toBe(0o600);
  expect(process.umask(before)).toBe(0o022);
});

test('a binary that is named by a relative path is found, though it runs in the stack’s folder', async () => {
  fakeTerraform(prepared, 'echo found');
  process.env.TERRAFORM_BINARY_NAME = path.relative(process.cwd(), process.env.TERRAFORM_BINARY_NAME ?? '');

  await expect(run()).resolves.toMatchObject({ text: 'found' });
});

test('the log is for its owner alone', async () => {
  fakeTerraform(prepared, 'exit 0');

  await run();

  expect(statSync(prepared.workspace.logFile).mode & 0o777).toBe(0o600);
});

test('each line that is no event is passed on', async () => {
  fakeTerraform(prepared, `echo one\n${sayEvent('version')}\necho two >&2`);
  const onText = jest.fn();

  await terraform({ ...prepared.workspace, onText }, ['init']);

  expect(onText.mock.calls).toEqual([['one'], ['two']]);
});

test('a status that is expected is no error', async () => {
  fakeTerraform(prepared, 'exit 2');

  await expect(run({ expected: [2] })).resolves.toMatchObject({ status: 2 });
});

test('a stdout of its own is its answer alone, which the log does not keep', async () => {
  fakeTerraform(prepared, `echo 'Warning: deprecated' >&2; echo '{"secret":1}'`);

  await expect(run({ ownStdout: true })).resolves.toMatchObject({
    answer: '{"secret":1}\n',
    text: 'Warning: deprecated',
  });

  expect(readFileSync(prepared.workspace.logFile, 'utf8')).not.toContain('secret');
});

describe('a failure', () => {
  const diagnostic = (severity: string, summary: string, more: object = {}) =>
    sayEvent('diagnostic', { diagnostic: { severity, summary, ...more } });

  test('says what Terraform said of it, with its resource, what to do, and where the whole output is', async () => {
    fakeTerraform(
      prepared,
      [
        diagnostic('warning', 'Deprecated'),
        diagnostic('error', 'creating IAM Role', { detail: 'AccessDenied: no', address: 'aws_iam_role.api' }),
        diagnostic('error', 'Second', {}),
        'exit 1',
      ].join('\n'),
    );
    const log = path.relative(process.cwd(), prepared.workspace.logFile);

    await expect(run()).rejects.toMatchObject({
      name: 'StacksError',
      code: 'terraform-failed',
      message:
        'terraform plan failed: aws_iam_role.api: creating IAM Role\nAccessDenied: no\n\nSecond\n' +
        'The credentials lack a right; docs/permissions.md lists what a deploy needs.\n' +
        `Its whole output is in ${log}`,
    });
    expect(readFileSync(prepared.workspace.logFile, 'utf8')).toContain('Deprecated');
  });

  test('without a diagnostic says what it printed', async () => {
    fakeTerraform(prepared, 'echo "Error: Inconsistent dependency lock file" >&2; exit 1');

    await expect(run()).rejects.toThrow('terraform plan failed: Error: Inconsistent dependency lock file');
  });

  test('without a diagnostic leaves out what it printed before its error', async () => {
    fakeTerraform(prepared, 'printf "Initializing the backend...\\n\\nError: Failed to query\\n\\nWhy\\n"; exit 1');

    await expect(run()).rejects.toThrow('terraform plan failed: Error: Failed to query\n\nWhy\n');
  });

  test.each(['Saved plan is stale', 'Saved plan does not match the given state'])(
    '%s: is known by its code',
    async (summary) => {
      fakeTerraform(prepared, `${sayEvent('diagnostic', { diagnostic: { severity: 'error', summary } })}\nexit 1`);

      await expect(run()).rejects.toMatchObject({ code: 'plan-stale' });
    },
  );

  test('of which it says nothing says so', async () => {
    fakeTerraform(prepared, 'exit 3');

    await expect(run()).rejects.toThrow('terraform plan failed: It said nothing.');
  });

  test('by a signal is one, too', async () => {
    fakeTerraform(prepared, 'kill -9 $$');

    await expect(run()).rejects.toMatchObject({ code: 'terraform-failed' });
  });
});

test('where there is no Terraform, the error says how to get it and what works without it', async () => {
  process.env.TERRAFORM_BINARY_NAME = 'no-such-terraform';

  await expect(run()).rejects.toMatchObject({
    name: 'StacksError',
    code: 'no-terraform',
    message:
      'There is no no-such-terraform on the PATH. Install Terraform 1.10 or newer ' +
      '(https://developer.hashicorp.com/terraform/install), or name another binary in TERRAFORM_BINARY_NAME, e.g. tofu. ' +
      'yarn bootstrap, yarn migrate and yarn synth work without it.',
    cause: expect.objectContaining({ code: 'ENOENT' }),
  });
});

describe('an interruption', () => {
  /** Writes each interrupt to a file; after the first it leaves time for a second. */
  const COUNTING = (file: string, ...before: string[]) =>
    [
      `trap 'echo interrupted >> "${file}"' INT`,
      ...before,
      sayEvent('ready'),
      `while [ ! -e '${file}' ]; do sleep 0.02; done`,
      ...['sleep 0.1', 'sleep 0.1', 'echo "state written"', 'exit 1'],
    ].join('\n');

  test('reaches Terraform exactly once, and it has the time to write its state', async () => {
    const interrupts = path.join(prepared.directory, 'interrupts');
    fakeTerraform(prepared, COUNTING(interrupts));
    const kill = jest.spyOn(ChildProcess.prototype, 'kill');
    const onEvent = () => {
      prepared.interruption.abort();
      prepared.interruption.abort();
    };

    await expect(terraform({ ...prepared.workspace, onEvent }, ['apply'])).rejects.toMatchObject({
      name: 'AbortError',
    });

    expect(kill.mock.calls).toEqual([['SIGINT']]);
    expect(linesOf(interrupts)).toEqual(['interrupted']);
    expect(linesOf(prepared.workspace.logFile).at(-1)).toBe('state written');
  });

  test('of the terminal does not reach it besides: it is in a group of its own', async () => {
    fakeTerraform(prepared, 'echo $$; ps -o pgid= -p $$');

    const { text } = await run();

    const [pid, group] = text.split('\n').map(Number);
    expect(group).toBe(pid);
  });

  test('that came before it began reaches it as well', async () => {
    fakeTerraform(prepared, 'exec sleep 30');
    prepared.interruption.abort();

    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('after its end finds nothing to interrupt', async () => {
    fakeTerraform(prepared, 'exit 0');
    await run();

    expect(() => prepared.interruption.abort()).not.toThrow();
  });
});
