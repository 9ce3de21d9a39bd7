import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleFunction } from '../../../stacks/bundle/bundle-function';
import { FUNCTION_ENTRIES } from '../../../stacks/functions';
import { FUNCTIONS } from '../../support/access-patterns';

let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await mkdtemp(path.join(tmpdir(), 'groundwork-patterns-'));
});
afterAll(() => rm(outputDirectory, { recursive: true }));

test.each(FUNCTIONS)(
  'the function `%s` names exactly the access patterns that are in its bundle',
  async (name, patterns) => {
    const { inputs } = await bundleFunction({ name, entry: FUNCTION_ENTRIES[name], outputDirectory });
    const bundled = inputs.filter((file) => path.posix.dirname(file) === 'table/patterns');
    expect(patterns.map((pattern) => `table/patterns/${fileNameOf(pattern.name)}`).sort()).toEqual(bundled);
  },
);

/** The file of an access pattern is called as the pattern is: `getUser` is in get-user.ts. */
const fileNameOf = (name: string): string => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
