import { confirm, requireAnswer } from '../../../scripts/support/confirm';

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
