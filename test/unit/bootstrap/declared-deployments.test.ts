import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const REPOSITORY = path.resolve(__dirname, '../../..');
const REMEDY =
  'Every deployment is declared in it: mend it, or take it back as it was committed last with git checkout deployments.ts.';

let checkout: TemporaryFolder;

beforeEach(() => {
  checkout = temporaryFolder();
  for (const file of [
    'bootstrap/declared-deployments.ts',
    'bootstrap/errors.ts',
    'bootstrap/load-source.ts',
    'table/errors.ts',
  ]) {
    cpSync(path.join(REPOSITORY, file), path.join(checkout.directory, file));
  }
  checkout.write(
    'ask.ts',
    `import { declaredDeployments } from './bootstrap/declared-deployments';
     let answer: unknown;
     try { answer = declaredDeployments(); } catch (error) { answer = { code: error.code, message: error.message }; }
     process.stdout.write(JSON.stringify(answer));`,
  );
});
afterEach(() => checkout.remove());

/** As a command loads it, in a process of its own: what is wrong with a file is told by what compiles it. */
async function ask(deployments?: string): Promise<unknown> {
  if (deployments !== undefined) checkout.write('deployments.ts', deployments);
  const words = ['--require', require.resolve('tsx/cjs'), path.join(checkout.directory, 'ask.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout);
}

test('what is declared, whatever its entries are', async () => {
  await expect(ask('export const deployments = { local: 1 };')).resolves.toEqual({ local: 1 });
});

test.each([
  [
    'a syntax error',
    'export const x = {\n',
    'cannot be loaded: deployments.ts:2: Expected identifier but found end of file',
  ],
  ['an empty file', '', 'exports no `deployments`.'],
  ['another export', 'export const deployment = {};', 'exports no `deployments`.'],
  [
    'one that throws',
    'type Bucket = string;\nconst of = (account?: { id: string }) => account!.id;\n\nexport const deployments = { a: of() };',
    "cannot be loaded: deployments.ts:2: Cannot read properties of undefined (reading 'id')",
  ],
  [
    'a missing import',
    "\nimport { a } from './nowhere';\nexport const deployments = { a };",
    "cannot be loaded: deployments.ts:2: Cannot find module './nowhere'",
  ],
  ['one that throws what is no error', 'throw 5;', 'cannot be loaded: it throws 5'],
  ['a missing file', undefined, "cannot be loaded: Cannot find module '../deployments'"],
])('%s is one error, with its line where it has one', async (_, source, problem) => {
  await expect(ask(source)).resolves.toEqual({
    code: 'deployments-invalid',
    message: `deployments.ts ${problem}\n${REMEDY}`,
  });
});
