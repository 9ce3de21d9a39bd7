import { startRunner } from './deploy';

type Runner = Awaited<ReturnType<typeof startRunner>>;

let lambda: Runner;

beforeEach(async () => {
  lambda = await startRunner();
});

afterEach(() => lambda.close());

test('an invocation is logged between START and END, followed by its REPORT', async () => {
  const code = `export const handler = async () => { process.stdout.write('plain\\n'); console.warn('on %s', 'console'); };`;
  const specification = lambda.deploy({ 'index.mjs': code }, { memoryMegabytes: 320 });

  const { requestId } = await lambda.invoke(specification);

  expect(lambda.log).toEqual([
    `START RequestId: ${requestId} Version: $LATEST`,
    'plain',
    expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t${requestId}\\tWARN\\ton console$`)),
    `END RequestId: ${requestId}`,
    expect.stringMatching(
      new RegExp(
        `^REPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\t` +
          'Memory Size: 320 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: [\\d.]+ ms$',
      ),
    ),
  ]);
});

test('only the first invocation of an environment reports its initialisation', async () => {
  const specification = lambda.deploy({ 'index.mjs': 'export const handler = async () => {};' });

  await lambda.invoke(specification);
  const second = await lambda.invoke(specification);

  expect(second.logTail).toContain('REPORT');
  expect(second.logTail).not.toContain('Init Duration');
});

test('everything printed before the answer is in the log before END, on both streams and without a last line break', async () => {
  const code = `export const handler = async () => {
    for (let line = 0; line < 2000; line += 1) { process.stdout.write('out ' + line + '\\n'); }
    process.stderr.write('err without end');
  };`;

  await lambda.invoke(lambda.deploy({ 'index.mjs': code }));

  const end = lambda.log.findIndex((line) => line.startsWith('END'));
  const printed = lambda.log.slice(1, end);
  expect(printed.filter((line) => line.startsWith('out'))).toHaveLength(2000);
  expect(printed).toContain('err without end');
});

test('the tail of the log is its last 4 KB, of this invocation only', async () => {
  const code = `export const handler = async (text) => { process.stdout.write((text + '\\n').repeat(1000)); };`;
  const specification = lambda.deploy({ 'index.mjs': code });
  await lambda.invoke(specification, 'first');

  const { logTail } = await lambda.invoke(specification, 'second');

  expect(Buffer.byteLength(logTail)).toBe(4096);
  expect(logTail).not.toContain('first');
  expect(logTail.trimEnd().split('\n').at(-1)).toMatch(/^REPORT /);
});

test('an error of the function is in its log', async () => {
  const code = `export const handler = async () => { throw new Error('boom'); };`;

  const { logTail, requestId } = await lambda.invoke(lambda.deploy({ 'index.mjs': code }));

  expect(logTail).toMatch(
    new RegExp(`${requestId}\\tERROR\\tInvoke Error \\t\\{"errorType":"Error","errorMessage":"boom"`),
  );
});
