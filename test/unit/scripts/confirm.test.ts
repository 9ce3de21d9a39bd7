import { confirm } from '../../../scripts/support/confirm';

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
