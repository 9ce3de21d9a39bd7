import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

function start(words: readonly string[], environment: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, 'a-command.ts'), ...words], {
    cwd: path.resolve(__dirname, '..', '..', '..'),
    env: { ...process.env, FORCE_COLOR: '0', ...environment },
  });
}

async function end(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: Number(status), stdout, stderr };
}

const run = (words: readonly string[], environment?: Record<string, string>) => end(start(words, environment));

test('what a person reads is on stderr, and stdout is empty', async () => {
  await expect(run(['staging', '--to', 'x'])).resolves.toEqual({ status: 0, stdout: '', stderr: 'for people\n' });
});

test('with --json the answer is the one thing on stdout', async () => {
  const { status, stdout } = await run(['staging', '--json', '--to=x', '--check']);

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ what: 'staging', to: 'x', check: true, rest: [] });
});

test.each([[['--to', '-1']], [['--to=-1']]])('a value may begin with a dash: %j', async (words) => {
  const { stdout } = await run([...words, '--json']);

  expect(JSON.parse(stdout)).toMatchObject({ to: '-1' });
});

test('with --quiet nothing is said', async () => {
  await expect(run(['--quiet'])).resolves.toEqual({ status: 0, stdout: '', stderr: '' });
});

test('the exit status is what the command answers', async () => {
  await expect(run(['pending'])).resolves.toMatchObject({ status: 2 });
});

test('--help shows what it takes, and runs nothing', async () => {
  const { status, stdout, stderr } = await run(['fail', '--help']);

  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toBe(
    [
      'yarn try [what]',
      '',
      'Tries how commands are run.',
      '',
      '  --check                changes nothing',
      '  --to NAME              up to NAME',
      '  --file FILE            a file',
      '  --help                 shows this',
      '  --json                 the answer as one JSON document on stdout',
      '  --quiet                nothing for people but warnings and errors',
      '  --verbose              everything that the tools which are called say',
      '',
    ].join('\n'),
  );
});

describe('wrong usage ends with 64 and says what it takes', () => {
  test.each([
    ['an unknown flag', ['--bogus'], `Unknown option '--bogus'.`],
    ['an argument too many', ['staging', 'production'], 'It takes no argument "production".'],
    ['a flag without its value', ['--to'], `Option '--to <value>' argument missing.`],
    ['a flag in the place of its value', ['--to', '--check'], `Option '--to' argument missing.`],
    ['a value for a flag that takes none', ['--check=yes'], `Option '--check' does not take an argument.`],
    ['words for a tool, where it calls none', ['staging', '--', '-t'], 'It takes no argument "-t".'],
  ])('%s', async (_, words, reason) => {
    await expect(run(words)).resolves.toEqual({
      status: 64,
      stdout: '',
      stderr: `Error: ${reason} yarn try --help shows what it takes.\n`,
    });
  });

  test('an argument that it needs', async () => {
    await expect(run([], { NEEDS_WORD: 'yes' })).resolves.toEqual({
      status: 64,
      stdout: '',
      stderr: 'Error: It takes <what>, which is missing. yarn try --help shows what it takes.\n',
    });
  });

  test('with --json on stdout too', async () => {
    const { status, stdout } = await run(['--bogus', '--json']);

    expect(status).toBe(64);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'wrong-usage',
        message: `Unknown option '--bogus'. yarn try --help shows what it takes.`,
      },
    });
  });
});

describe('a path that is given', () => {
  const root = path.resolve(__dirname, '..', '..', '..');
  const elsewhere = path.join(root, 'docs');

  test.each([
    ['is taken from where Yarn was called', '../a', { INIT_CWD: elsewhere, PROJECT_CWD: root }, path.join(root, 'a')],
    ['stays as it is where that is the root', 'b/../a', { INIT_CWD: root, PROJECT_CWD: root }, 'b/../a'],
    ['stays as it is where Yarn was called in another repository', 'a', { INIT_CWD: '/x', PROJECT_CWD: '/x' }, 'a'],
    ['stays as it is where it is absolute', '/a', { INIT_CWD: elsewhere, PROJECT_CWD: root }, '/a'],
  ])('%s', async (_, file, environment, expected) => {
    const { stdout } = await run(['--json', '--file', file, '--to', file], environment);

    expect(JSON.parse(stdout)).toMatchObject({ file: expected, to: file });
  });
});

describe('what follows -- is for the tool that it calls', () => {
  const environment = { PASSES_ON: 'yes' };

  test('as it is', async () => {
    const { stdout } = await run(['unit', '--json', '--', '-t', 'a test', '--help'], environment);

    expect(JSON.parse(stdout)).toMatchObject({ what: 'unit', rest: ['-t', 'a test', '--help'] });
  });

  test('--json and --quiet too', async () => {
    await expect(run(['unit', '--', '--json', '--quiet'], environment)).resolves.toEqual({
      status: 0,
      stdout: '',
      stderr: 'for people\n',
    });
  });
});

describe('an error', () => {
  test('ends with 1, and says its message without a stack', async () => {
    await expect(run(['fail'])).resolves.toEqual({
      status: 1,
      stdout: '',
      stderr: 'Error: That is wrong. Do it so.\n',
    });
  });

  test('is with --json a document with its code', async () => {
    const { status, stdout } = await run(['fail', '--json']);

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'not-so', message: 'That is wrong. Do it so.' } });
  });

  test('that nobody foresaw has its stack with DEBUG=groundwork alone', async () => {
    const { stderr: without } = await run(['break']);
    const { stderr: withStack } = await run(['break'], { DEBUG: 'groundwork' });

    expect(without).toBe('Error: a mistake\n');
    expect(withStack).toMatch(/^Error: a mistake\nTypeError: a mistake\n\s+at .*a-command\.ts/);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it in order, with 130', async (signal) => {
  const child = start(['wait', '--json']);
  child.stderr.once('data', () => child.kill(signal));

  const { status, stdout, stderr } = await end(child);

  expect(status).toBe(130);
  expect(stderr).toContain('Interrupted: ending in order. Once more ends at once.');
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
});
