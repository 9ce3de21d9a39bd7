import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { API_ACCESS_PATTERNS } from '../../../lambda/api/access-patterns';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../../../lambda/membership-counter/access-patterns';
import { bundleFunction } from '../../../stacks/bundle/bundle-function';
import { FUNCTION_ENTRIES, FUNCTION_NAMES, type FunctionName } from '../../../stacks/functions';
import type { AccessPattern } from '../../../table/access-pattern';

const ACCESS_PATTERNS: Record<FunctionName, readonly AccessPattern[]> = {
  api: API_ACCESS_PATTERNS,
  'membership-counter': MEMBERSHIP_COUNTER_ACCESS_PATTERNS,
};

let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await mkdtemp(path.join(tmpdir(), 'groundwork-patterns-'));
});
afterAll(() => rm(outputDirectory, { recursive: true }));

test.each(FUNCTION_NAMES)(
  'the function `%s` names exactly the access patterns that are in its bundle',
  async (name) => {
    const { inputs } = await bundleFunction({ name, entry: FUNCTION_ENTRIES[name], outputDirectory });
    const bundled = inputs.filter((file) => path.posix.dirname(file) === 'table/patterns');
    expect(ACCESS_PATTERNS[name].map((pattern) => `table/patterns/${fileNameOf(pattern.name)}`).sort()).toEqual(
      bundled,
    );
  },
);

/** The file of an access pattern is called as the pattern is: `getUser` is in get-user.ts. */
const fileNameOf = (name: string): string => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
