import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../../../../lambda/membership-counter/access-patterns';
import { bundleFunction } from '../../../../stacks/bundle/bundle-function';

let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await mkdtemp(path.join(tmpdir(), 'groundwork-patterns-'));
});
afterAll(() => rm(outputDirectory, { recursive: true }));

test('the function `membership-counter` names exactly the access patterns that are in its bundle', async () => {
  const entry = 'lambda/membership-counter/handler.ts';
  const { inputs } = await bundleFunction({ name: 'membership-counter', entry, outputDirectory });
  const bundled = inputs.filter((file) => path.posix.dirname(file) === 'table/patterns');
  expect(MEMBERSHIP_COUNTER_ACCESS_PATTERNS.map(({ name }) => `table/patterns/${fileNameOf(name)}`)).toEqual(bundled);
});

/** The file of an access pattern is called as the pattern is: `getUser` is in get-user.ts. */
const fileNameOf = (name: string): string => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
