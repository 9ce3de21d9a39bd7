import { requireCompatibleFlags, wordsWithoutRef } from '../../../scripts/support/deploy-usage';

const usage = (flags: Record<string, string | true>) =>
  ({ flags, has: (flag: string) => flags[flag] === true }) as never;

test.each<[string, Record<string, string | true>]>([
  ['--ref and --plan', { ref: 'v1', plan: 'file' }],
  ['--ref and --migrations', { ref: 'v1', migrations: 'folder' }],
  ['--plan and --only-code', { plan: 'file', 'only-code': true }],
])('%s say two things: wrong usage', (_, flags) => {
  expect(() => requireCompatibleFlags(usage(flags))).toThrow(expect.objectContaining({ code: 'wrong-usage' }));
});

test('each by itself is right', () => {
  const each: Record<string, string | true>[] = [{ ref: 'v1' }, { plan: 'file' }, { 'only-code': true }, {}];
  for (const flags of each) {
    expect(() => requireCompatibleFlags(usage(flags))).not.toThrow();
  }
});

test('the deploy of another commit is given all but --ref', () => {
  expect(wordsWithoutRef(usage({ ref: 'v1', yes: true, json: true, wait: '90s' }))).toEqual([
    '--yes',
    '--json',
    '--wait=90s',
  ]);
});
