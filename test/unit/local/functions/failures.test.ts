import { startRunner } from './deploy';

type Runner = Awaited<ReturnType<typeof startRunner>>;

let lambda: Runner;

beforeAll(async () => {
  lambda = await startRunner();
});

afterAll(() => lambda.close());

const invokeCode = (code: string, more?: Parameters<Runner['deploy']>[1], event?: unknown) =>
  lambda.invoke(lambda.deploy({ 'index.mjs': code }, more), event);

describe('a handler that fails', () => {
  test('by throwing gives type, message and trace', async () => {
    const result = await invokeCode(`export const handler = async () => { throw new TypeError('boom'); };`);

    expect(result.functionError).toBe('Unhandled');
    expect(result.answer).toMatchObject({ errorType: 'TypeError', errorMessage: 'boom' });
    expect((result.answer as { trace: string[] }).trace[0]).toBe('TypeError: boom');
  });

  test('by throwing no error at all gives the value as text', async () => {
    const result = await invokeCode(`export const handler = async () => { throw 'boom'; };`);

    expect(result.answer).toEqual({ errorType: 'string', errorMessage: 'boom', trace: [] });
  });

  test('by an answer that is no JSON says so', async () => {
    const result = await invokeCode('export const handler = async () => 1n;');

    expect(result.answer).toMatchObject({ errorType: 'Error', errorMessage: 'Unable to stringify response body' });
  });

  test('by a rejection that nobody awaited names it', async () => {
    const result = await invokeCode(
      `export const handler = () => new Promise(() => { Promise.reject(new Error('lost')); setTimeout(() => {}, 9000); });`,
    );

    expect(result.answer).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  test('by an exception outside of the handler tells it', async () => {
    const result = await invokeCode(
      `export const handler = () => new Promise(() => setTimeout(() => { throw new RangeError('late'); }));`,
    );

    expect(result.answer).toMatchObject({ errorType: 'RangeError', errorMessage: 'late' });
  });
});

describe('a process that ends in the middle', () => {
  test.each([
    ['process.exit(1)', 'Runtime exited with error: exit status 1'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    [`process.kill(process.pid, 'SIGKILL')`, 'Runtime exited with error: signal: killed'],
  ])('by %s is told as Lambda does', async (statement, reason) => {
    const result = await invokeCode(
      `export const handler = async () => { ${statement}; await new Promise(() => {}); };`,
    );

    expect(result.functionError).toBe('Unhandled');
    expect(result.answer).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${result.requestId} Error: ${reason}`,
    });
    expect(result.logTail.split('\n').slice(1, 5)).toEqual([
      `RequestId: ${result.requestId} Error: ${reason}`,
      'Runtime.ExitError',
      `END RequestId: ${result.requestId}`,
      expect.stringMatching(/\tStatus: error\tError Type: Runtime.ExitError$/),
    ]);
  });

  test('does not fail the next invocation', async () => {
    const code = `export const handler = async (event) => { if (event.exit) { process.exit(1); } return 'fine'; };`;
    await invokeCode(code, {}, { exit: true });

    expect((await invokeCode(code)).answer).toBe('fine');
  });

  test('because its heap is full is an exit as well', async () => {
    const result = await invokeCode(
      `const kept = []; export const handler = async () => { for (;;) { kept.push(new Array(1e6).fill(kept.length)); } };`,
      { memoryMegabytes: 128 },
    );

    expect(result.answer).toMatchObject({ errorType: 'Runtime.ExitError' });
  });
});

describe('a function that takes too long', () => {
  test.each([
    ['waits', 'await new Promise((done) => setTimeout(done, 60_000));'],
    ['never yields', 'for (;;) {}'],
  ])('is stopped at its timeout: one that %s', async (_what, statement) => {
    const result = await invokeCode(`export const handler = async () => { ${statement} };`, { timeoutSeconds: 1 });

    expect(result.functionError).toBe('Unhandled');
    expect(result.answer).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${result.requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(result.logTail).toContain(`${result.requestId} Task timed out after 1.00 seconds`);
    expect(result.logTail).toContain('Status: timeout');
  });

  test('does not count the time of its initialisation', async () => {
    const result = await invokeCode(
      `await new Promise((done) => setTimeout(done, 1200)); export const handler = async () => 'in time';`,
      { timeoutSeconds: 1 },
    );

    expect(result.answer).toBe('in time');
  });
});

describe('code that cannot be loaded', () => {
  test.each([
    [{ 'other.mjs': '' }, 'Runtime.ImportModuleError', `Error: Cannot find module 'index'`],
    [{ 'index.mjs': `import 'not-there';` }, 'Runtime.ImportModuleError', `Cannot find package 'not-there'`],
    [{ 'index.js': `require('./not-there');` }, 'Runtime.ImportModuleError', `Error: Cannot find module './not-there'`],
    [{ 'index.mjs': 'export const = 1;' }, 'Runtime.UserCodeSyntaxError', 'SyntaxError: '],
    [
      { 'index.mjs': 'export const other = 1;' },
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [{ 'index.mjs': 'export const handler = 1;' }, 'Runtime.HandlerNotFound', 'index.handler is not a function'],
    [{ 'index.mjs': `throw new RangeError('at start');` }, 'RangeError', 'at start'],
  ])('%j is told as %s', async (files, errorType, message) => {
    const result = await lambda.invoke(lambda.deploy(files as Record<string, string>));

    expect(result.functionError).toBe('Unhandled');
    expect(result.answer).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
  });

  test('because the process ends is told as an exit', async () => {
    const result = await invokeCode('process.exit(7);');

    expect(result.answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 7'),
    });
  });
});
