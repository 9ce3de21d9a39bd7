import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from '../../../../local/poll';
import { startRunner } from './deploy';

type Runner = Awaited<ReturnType<typeof startRunner>>;

let lambda: Runner;

beforeEach(async () => {
  lambda = await startRunner({ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'of the role' });
});

afterEach(() => lambda.close());

const echo = { 'index.mjs': 'export const handler = async (event) => ({ got: event });' };
/** Tells its process, and counts its invocations in module state. */
const counter = {
  'index.mjs': 'let count = 0; export const handler = async () => ({ count: ++count, pid: process.pid });',
};

describe('an invocation', () => {
  test('gives the event to the handler and its result to the caller', async () => {
    const result = await lambda.invoke(lambda.deploy(echo), { name: 'Zoë' });

    expect(result.answer).toEqual({ got: { name: 'Zoë' } });
    expect(result.functionError).toBeUndefined();
  });

  test('has the request id that it was given', async () => {
    const specification = lambda.deploy({
      'index.mjs': 'export const handler = async (event, context) => context.awsRequestId;',
    });

    const result = await lambda.runner.invoke(specification, Buffer.alloc(0), { requestId: 'request-1' });

    expect(result.requestId).toBe('request-1');
    expect(result.payload.toString()).toBe('"request-1"');
  });

  test('has a context that describes function and invocation', async () => {
    const specification = lambda.deploy(
      {
        'index.mjs': `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
      },
      { timeoutSeconds: 700, memoryMegabytes: 512 },
    );

    const { answer } = await lambda.invoke(specification);

    expect(answer).toMatchObject({
      functionName: 'api',
      functionVersion: '$LATEST',
      memoryLimitInMB: '512',
      logGroupName: '/aws/lambda/api',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      invokedFunctionArn: specification.arn,
      callbackWaitsForEmptyEventLoop: true,
    });
    const { left } = answer as { left: number };
    expect(left).toBeGreaterThan(600_000);
    expect(left).toBeLessThanOrEqual(700_000);
  });

  test('is refused when its payload is larger than Lambda takes', async () => {
    const event = Buffer.from(JSON.stringify('x'.repeat(6_291_455)));

    await expect(lambda.runner.invoke(lambda.deploy(echo), event)).rejects.toMatchObject({
      code: 'request-too-large',
      message: '6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
    });
  });

  test('is refused when its payload is no JSON', async () => {
    await expect(lambda.runner.invoke(lambda.deploy(echo), Buffer.from('{'))).rejects.toMatchObject({
      code: 'invalid-request-content',
      message: expect.stringContaining('Could not parse request body into json'),
    });
  });

  test('fails when its answer is larger than Lambda passes on', async () => {
    const specification = lambda.deploy({
      'index.mjs': `export const handler = async () => 'x'.repeat(6_291_555);`,
    });

    const result = await lambda.invoke(specification);

    expect(result.functionError).toBe('Unhandled');
    expect(result.answer).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(result.logTail).toMatch(
      new RegExp(
        `Z ${result.requestId} Function.ResponseSizeTooLarge: Response payload size .* \\(6291556 bytes\\)\\.\nEND `,
      ),
    );
    expect(result.logTail).toMatch(/^REPORT .*\tStatus: error\tError Type: Function\.ResponseSizeTooLarge$/m);
  });
});

describe('an execution environment', () => {
  test('has only the variables of Lambda, of the stand-in and of the function', async () => {
    const specification = lambda.deploy(
      { 'index.mjs': 'export const handler = async () => process.env;' },
      { environment: { TABLE_NAME: 'companies', TZ: 'Europe/Vienna', AWS_LAMBDA_FUNCTION_NAME: 'another' } },
    );

    const { answer } = await lambda.invoke(specification);

    expect(answer).toMatchObject({
      TABLE_NAME: 'companies',
      TZ: 'Europe/Vienna',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'of the role',
      AWS_LAMBDA_FUNCTION_NAME: 'api',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      _HANDLER: 'index.handler',
    });
    const names = Object.keys(answer as object);
    expect(names.filter((name) => /JEST|^NODE|npm_|^(HOME|USER|PWD)$/.test(name))).toEqual([]);
  });

  test('runs in the folder of the code', async () => {
    const specification = lambda.deploy({
      'index.mjs': 'export const handler = async () => [process.cwd(), process.env.LAMBDA_TASK_ROOT];',
    });

    const { answer } = await lambda.invoke(specification);

    const [workingDirectory, taskRoot] = answer as [string, string];
    expect(workingDirectory).toBe(taskRoot);
    expect(taskRoot.startsWith(lambda.directory)).toBe(true);
  });

  test('is kept for the next invocation, with its module state', async () => {
    const specification = lambda.deploy(counter);

    const first = await lambda.invoke(specification);
    const second = await lambda.invoke(specification);

    expect(first.answer).toMatchObject({ count: 1 });
    expect(second.answer).toEqual({ count: 2, pid: (first.answer as { pid: number }).pid });
  });

  test('that ended while it rested is replaced without the caller noticing', async () => {
    const specification = lambda.deploy(counter);
    const { pid } = (await lambda.invoke(specification)).answer as { pid: number };

    process.kill(pid, 'SIGKILL');
    expect(await pollUntil(() => !isAlive(pid), 5_000)).toBe(true);
    const next = await lambda.invoke(specification);

    expect(next.answer).toMatchObject({ count: 1 });
    expect(next.functionError).toBeUndefined();
  });

  test('has a heap as large as the memory setting, and no larger', async () => {
    const specification = lambda.deploy(
      {
        'index.mjs': `import v8 from 'node:v8';
          export const handler = async () => v8.getHeapStatistics().heap_size_limit / 2 ** 20;`,
      },
      { memoryMegabytes: 192 },
    );

    const { answer } = await lambda.invoke(specification);

    expect(answer).toBeGreaterThanOrEqual(192);
    expect(answer).toBeLessThan(300);
  });
});

describe('invocations at the same time', () => {
  /** Answers when as many as `of` have begun: they meet through files in a folder that the test names. */
  const meeting = {
    'index.mjs': `import { readdirSync, writeFileSync } from 'node:fs';
      export const handler = ({ folder, of, name }) => new Promise((resolve) => {
        writeFileSync(folder + '/' + name, '');
        const timer = setInterval(() => {
          if (readdirSync(folder).length >= of) { clearInterval(timer); resolve(process.pid); }
        }, 10);
      });`,
  };

  test('run in environments of their own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'groundwork-meeting-'));
    const specification = lambda.deploy(meeting);

    const results = await Promise.all(
      ['a', 'b', 'c'].map((name) => lambda.invoke(specification, { folder, of: 3, name })),
    );

    rmSync(folder, { recursive: true });
    expect(new Set(results.map(({ answer }) => answer)).size).toBe(3);
  });

  test('are refused beyond ten', async () => {
    const specification = lambda.deploy({ 'index.mjs': 'await new Promise(() => {}); export const handler = 1;' });
    const running = Array.from({ length: 10 }, () => lambda.invoke(specification));
    const ended = Promise.allSettled(running);

    const one = lambda.invoke(specification);

    await expect(one).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(lambda.log).toContainEqual(
      expect.stringMatching(/^Rate Exceeded\. 10 invocations of function api are running/),
    );
    await lambda.runner.close();
    await ended;
  });
});

describe('a change of the function', () => {
  test('of its code takes effect with the next invocation', async () => {
    const before = await lambda.invoke(lambda.deploy(echo), 1);

    const after = await lambda.invoke(lambda.deploy({ 'index.mjs': 'export const handler = async () => "new";' }), 1);

    expect(before.answer).toEqual({ got: 1 });
    expect(after.answer).toBe('new');
  });

  test('of its configuration makes a new environment, and the old one is gone', async () => {
    const { pid } = (await lambda.invoke(lambda.deploy(counter))).answer as { pid: number };

    const after = await lambda.invoke(lambda.deploy(counter, { environment: { A: 'changed' } }));
    await lambda.runner.retire('api');

    expect(after.answer).toMatchObject({ count: 1 });
    expect(isAlive(pid)).toBe(false);
  });

  test('lets what runs come to its end', async () => {
    const slow = { 'index.mjs': `export const handler = () => new Promise((done) => setTimeout(done, 300, 'old'));` };
    const running = lambda.invoke(lambda.deploy(slow));
    await lambda.invoke(lambda.deploy(echo, { name: 'another' }));

    const after = await lambda.invoke(lambda.deploy(echo));

    expect(after.answer).toEqual({ got: {} });
    expect((await running).answer).toBe('old');
  });
});

describe('the end of the runner', () => {
  test('leaves no process, and rejects what runs', async () => {
    const specification = lambda.deploy({
      'index.mjs': `export const handler = async ({ wait }) => (wait ? new Promise((done) => setTimeout(done, 60_000)) : process.pid);`,
    });
    const pid = (await lambda.invoke(specification)).answer as number;
    const running = lambda.invoke(specification, { wait: true });
    const rejected = expect(running).rejects.toMatchObject({ code: 'function-stopped' });
    await lambda.invoke(lambda.deploy(echo, { name: 'another' }));

    await lambda.runner.close();

    await rejected;
    expect(isAlive(pid)).toBe(false);
  });

  test('refuses further invocations', async () => {
    await lambda.runner.close();

    await expect(lambda.invoke(lambda.deploy(echo))).rejects.toMatchObject({ code: 'function-runner-closed' });
  });

  test('of one function leaves none of its processes', async () => {
    const { pid } = (await lambda.invoke(lambda.deploy(counter))).answer as { pid: number };

    await lambda.runner.retire('api');

    expect(isAlive(pid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
