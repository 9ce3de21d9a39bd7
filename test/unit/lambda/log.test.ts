import { log } from '../../../lambda/log';
import { TableError } from '../../../table/errors';

let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

test('an entry is one line of JSON', () => {
  log('info', 'two\nlines', { requestId: 'r', status: 200 });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    message: 'two\nlines',
    requestId: 'r',
    status: 200,
  });
});

test('an error is written with its code, its stack and its cause', () => {
  log('error', 'failed', { error: new TableError('conflict', 'Busy.', { cause: new Error('the cause') }) });
  expect(JSON.parse(lines[0] ?? '').error).toMatchObject({
    name: 'TableError',
    code: 'conflict',
    message: 'Busy.',
    stack: expect.stringContaining('log.test'),
    cause: { message: 'the cause', stack: expect.any(String) },
  });
});
