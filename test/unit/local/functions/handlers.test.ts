import { startRunner } from './deploy';

type Runner = Awaited<ReturnType<typeof startRunner>>;

let lambda: Runner;

beforeAll(async () => {
  lambda = await startRunner();
});

afterAll(() => lambda.close());

const answerOf = async (files: Record<string, string>, handler = 'index.handler') =>
  (await lambda.invoke(lambda.deploy(files, { handler }))).answer;

test.each([
  [
    'an ES module by its name',
    { 'index.mjs': 'export const handler = async () => import.meta.url.slice(-9);' },
    'index.mjs',
  ],
  [
    'an ES module by package.json',
    { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => typeof require;' },
    'undefined',
  ],
  ['a CommonJS module', { 'index.js': 'exports.handler = async () => typeof require;' }, 'function'],
  ['a CommonJS module by its name', { 'index.cjs': 'module.exports = { handler: async () => 1 };' }, 1],
])('the handler may be in %s', async (_what, files, expected) => {
  expect(await answerOf(files as Record<string, string>)).toBe(expected);
});

test('the handler may be in a folder, and nested in an export', async () => {
  const files = { 'src/api/index.js': 'exports.routes = { list: { handler: async () => "nested" } };' };

  expect(await answerOf(files, 'src/api/index.routes.list.handler')).toBe('nested');
});

test('the handler setting may not lead out of the package', async () => {
  expect(await answerOf({ 'index.mjs': '' }, '../index.handler')).toMatchObject({
    errorType: 'Runtime.MalformedHandlerName',
  });
});

describe('a handler that answers by callback', () => {
  test('answers when the event loop is empty', async () => {
    const code = `exports.handler = (event, context, callback) => {
      const seen = [];
      callback(null, seen);
      setTimeout(() => seen.push('later'), 100);
    };`;

    expect(await answerOf({ 'index.js': code })).toEqual(['later']);
  });

  test('answers at once where it does not wait for the event loop', async () => {
    const code = `exports.handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false;
      setTimeout(() => {}, 60_000);
      callback(null, 'at once');
    };`;

    expect(await answerOf({ 'index.js': code })).toBe('at once');
  });

  test('fails by its error', async () => {
    const code = `exports.handler = (event, context, callback) => callback(new TypeError('no'));`;

    expect(await answerOf({ 'index.js': code })).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
  });
});

test.each([
  [`context.succeed('done')`, 'done'],
  [`context.done(null, 'done')`, 'done'],
  [`context.fail(new Error('failed'))`, expect.objectContaining({ errorMessage: 'failed' })],
])('a handler may answer by %s', async (statement, expected) => {
  expect(await answerOf({ 'index.js': `exports.handler = (event, context) => { ${statement}; };` })).toEqual(expected);
});

test.each([
  ['returns nothing', '() => {}'],
  ['never settles its promise', '() => new Promise(() => {})'],
])('a handler that %s answers null', async (_what, handler) => {
  expect(await answerOf({ 'index.js': `exports.handler = ${handler};` })).toBeNull();
});
