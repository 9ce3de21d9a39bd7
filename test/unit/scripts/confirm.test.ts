import { PassThrough } from 'node:stream';
import { confirm, declined, requireAnswer, typedName } from '../../../scripts/support/confirm';

const signal = new AbortController().signal;

test('--yes answers', async () => {
  await expect(confirm('Apply this?', { has: (flag) => flag === 'yes', signal })).resolves.toBe(true);
});

test('where nobody can be asked, the error names the flag', async () => {
  Object.defineProperty(process.stdin, 'isTTY', { value: false, configurable: true });

  await expect(confirm('Apply this?', { has: () => false, signal })).rejects.toMatchObject({
    name: 'ScriptsError',
    code: 'needs-yes',
    message: 'Apply this? Nobody can be asked here: run it with --yes.',
  });
});

test('that nobody can be asked is known before there is anything to ask', () => {
  Object.defineProperty(process.stdin, 'isTTY', { value: false, configurable: true });

  expect(() => requireAnswer('Apply this?', { has: () => false })).toThrow(
    expect.objectContaining({ code: 'needs-yes' }),
  );
  expect(() => requireAnswer('Apply this?', { has: (flag) => flag === 'yes' })).not.toThrow();
});

test('a no is answered as well, with what was done before it', () => {
  const output = { say: jest.fn(), result: jest.fn() };

  expect(declined('Nothing was applied.', output as never, { bootstrap: { applied: ['a'] } })).toBe(1);

  expect(output.say).toHaveBeenCalledWith('Nothing was applied.');
  expect(output.result).toHaveBeenCalledWith({
    error: { code: 'declined', message: 'Nothing was applied.' },
    bootstrap: { applied: ['a'] },
  });
});

describe('on a terminal', () => {
  const { stdin: realStdin, stderr } = process;
  let terminal: PassThrough;

  beforeEach(() => {
    terminal = Object.assign(new PassThrough(), { isTTY: true });
    Object.defineProperty(process, 'stdin', { value: terminal, configurable: true });
    Object.defineProperty(stderr, 'isTTY', { value: true, configurable: true });
    jest.spyOn(stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Object.defineProperty(process, 'stdin', { value: realStdin, configurable: true });
    Reflect.deleteProperty(stderr, 'isTTY');
  });

  const answered = (answer: string, name?: string) => {
    const confirmed = confirm('Apply this?', { has: () => false, signal }, name);
    terminal.write(`${answer}\n`);
    return confirmed;
  };

  test.each(['y', 'Yes', ' y '])('%j is a yes', async (answer) => {
    await expect(answered(answer)).resolves.toBe(true);
  });

  test.each(['', 'n', 'production'])('%j is a no', async (answer) => {
    await expect(answered(answer)).resolves.toBe(false);
  });

  test('production wants its name typed, and nothing else is a yes', async () => {
    const name = typedName({ deploymentName: 'production' });
    await expect(answered('production', name)).resolves.toBe(true);
    for (const answer of ['y', 'yes', 'staging', 'prod', '']) {
      await expect(answered(answer, name)).resolves.toBe(false);
    }
    expect(stderr.write).toHaveBeenCalledWith(expect.stringContaining('Apply this? [type production for yes]'));
  });

  test('production elsewhere wants its own', () => {
    expect(typedName({ deploymentName: 'production-us' })).toBe('production-us');
  });

  test.each(['staging', 'preproduction'])('%s does not', (deploymentName) => {
    expect(typedName({ deploymentName })).toBeUndefined();
  });
});
