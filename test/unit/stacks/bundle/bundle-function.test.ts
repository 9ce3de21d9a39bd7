import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { bundleFunction } from '../../../../stacks/bundle/bundle-function';
import { createTestRepository, type TestRepository } from './test-repository';

const root = path.resolve(__dirname, '../../../..');
const repositories: TestRepository[] = [];

async function repositoryOf(files: Record<string, string>, modified?: Date): Promise<string> {
  const repository = await createTestRepository(files, modified);
  repositories.push(repository);
  return repository.directory;
}

afterEach(async () => {
  for (const repository of repositories.splice(0)) await repository.remove();
});

const bundle = (repository: string) =>
  bundleFunction({ name: 'api', entry: 'lambda/api.ts', outputDirectory: 'out', repository });

/** Bundles in a process of its own, whose clock is in the given time zone. */
async function bundleInTimeZone(repository: string, TZ: string): Promise<{ sha256: string; zip: Buffer }> {
  const script = `require('./stacks/bundle/bundle-function').bundleFunction(${JSON.stringify({
    name: 'api',
    entry: 'lambda/api.ts',
    outputDirectory: 'out',
    repository,
  })}).then(({ sha256 }) => console.log(sha256))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
    cwd: root,
    env: { ...process.env, TZ },
  });
  return { sha256: stdout.trim(), zip: await readFile(path.join(repository, 'out/api.zip')) };
}

/** Calls the handler of a bundle in a process of its own, from a module: elsewhere Node may have a global `require`. */
async function callHandler(zipFile: string): Promise<string> {
  const directory = path.dirname(zipFile);
  const caller = path.join(directory, 'caller.mjs');
  await writeFile(path.join(directory, 'index.mjs'), unzipSync(await readFile(zipFile))['index.mjs'] ?? '');
  await writeFile(caller, `import { handler } from './index.mjs'; console.log(handler());`);
  const { stdout } = await promisify(execFile)(process.execPath, [caller]);
  return stdout.trim();
}

const SERVICE = {
  'lambda/api.ts': `
    import { greeting } from '../table/greeting';
    import { platform } from 'of-commonjs';
    import { name } from 'of-modules';
    export const handler = (): string => [greeting, typeof platform(), name].join(' ');`,
  'table/greeting.ts': `export const greeting: string = 'hello';`,
  'node_modules/of-commonjs/package.json': '{"name":"of-commonjs","main":"index.js"}',
  'node_modules/of-commonjs/index.js': `/*! @license MIT */ exports.platform = () => require('node:os').platform();`,
  'node_modules/of-modules/package.json': '{"name":"of-modules","main":"index.js","module":"index.mjs"}',
  'node_modules/of-modules/index.js': `throw new Error('The CommonJS form must not be taken.');`,
  'node_modules/of-modules/index.mjs': `/*! @license MIT */ export const name = 'module';`,
};

test('a function is bundled with all that it imports, into one module that runs', async () => {
  const bundled = await bundle(await repositoryOf(SERVICE));
  const zip = await readFile(bundled.zipFile);
  expect(bundled).toEqual({
    name: 'api',
    zipFile: expect.stringMatching(/out.api\.zip$/),
    sha256: createHash('sha256').update(zip).digest('base64'),
    bytes: zip.length,
    inputs: [
      'lambda/api.ts',
      'node_modules/of-commonjs/index.js',
      'node_modules/of-modules/index.mjs',
      'table/greeting.ts',
    ],
  });
  expect(Object.keys(unzipSync(zip))).toEqual(['index.mjs']);
  await expect(callHandler(bundled.zipFile)).resolves.toBe('hello string module');
});

test('the same source gives the same bytes in another folder, time zone and at another time', async () => {
  const one = await repositoryOf(SERVICE, new Date('2001-02-03T04:05:06Z'));
  const other = await repositoryOf(SERVICE);
  const [first, second] = await Promise.all([
    bundleInTimeZone(one, 'Pacific/Kiritimati'),
    bundleInTimeZone(other, 'America/Los_Angeles'),
  ]);
  expect(second.sha256).toBe(first.sha256);
  expect(second.zip.equals(first.zip)).toBe(true);
});

test('the same source gives the same bytes where node_modules is a link to another folder', async () => {
  const one = await repositoryOf(SERVICE);
  const other = await repositoryOf(SERVICE);
  const elsewhere = await repositoryOf({});
  await rename(path.join(other, 'node_modules'), path.join(elsewhere, 'node_modules'));
  await symlink(path.join(elsewhere, 'node_modules'), path.join(other, 'node_modules'));
  expect((await bundle(other)).sha256).toBe((await bundle(one)).sha256);
});

test('functions and classes keep their names, by which the log tells errors', async () => {
  const { zipFile } = await bundle(
    await repositoryOf({
      'lambda/api.ts': `class StrangeError extends Error {
          constructor() { super(); this.name = new.target.name; }
        }
        export const handler = () => new StrangeError().name;`,
    }),
  );
  await expect(callHandler(zipFile)).resolves.toBe('StrangeError');
});

test('another source gives another hash', async () => {
  const one = await bundle(await repositoryOf(SERVICE));
  const other = await bundle(
    await repositoryOf({ ...SERVICE, 'table/greeting.ts': `export const greeting = 'goodbye';` }),
  );
  expect(other.sha256).not.toBe(one.sha256);
});

test('a zip is written again only when its content is another, and nothing is left beside it', async () => {
  const repository = await repositoryOf(SERVICE);
  const { zipFile } = await bundle(repository);
  const longAgo = new Date('2001-02-03T04:05:06Z');
  await utimes(zipFile, longAgo, longAgo);
  await bundle(repository);
  expect((await stat(zipFile)).mtime).toEqual(longAgo);

  await writeFile(path.join(repository, 'table/greeting.ts'), `export const greeting = 'goodbye';`);
  await bundle(repository);
  expect((await stat(zipFile)).mtime).not.toEqual(longAgo);
  await expect(readdir(path.dirname(zipFile))).resolves.toEqual(['api.zip']);
});

test('a zip that can’t be written leaves nothing behind', async () => {
  const repository = await repositoryOf(SERVICE);
  await mkdir(path.join(repository, 'out/api.zip'), { recursive: true });
  await expect(bundle(repository)).rejects.toThrow();
  await expect(readdir(path.join(repository, 'out'))).resolves.toEqual(['api.zip']);
});

test('what can’t be built is named with file, line and column', async () => {
  const repository = await repositoryOf({
    ...SERVICE,
    'lambda/api.ts': `import { greeting } from '../table/greting';\nexport const handler = () => greeting;`,
    'table/greeting.ts': '',
  });
  await expect(bundle(repository)).rejects.toMatchObject({
    name: 'StacksError',
    code: 'bundle-failed',
    message: expect.stringContaining('lambda/api.ts:1:26: Could not resolve "../table/greting"'),
  });
});

test('an entry file that is missing is named', async () => {
  await expect(bundle(await repositoryOf({}))).rejects.toMatchObject({
    code: 'bundle-failed',
    message: expect.stringContaining('lambda/api.ts'),
  });
});

test.each([
  ['an export of another name', 'export const handle = () => 1;', 'handle'],
  ['a default export', 'export default () => 1;', 'default'],
  ['a CommonJS one', 'exports.handler = () => 1;', 'default'],
  ['no export', 'console.log(1);', 'nothing'],
])('an entry file with %s in place of the export `handler` is refused', async (_, source, exported) => {
  await expect(bundle(await repositoryOf({ 'lambda/api.ts': source }))).rejects.toMatchObject({
    name: 'StacksError',
    code: 'no-handler',
    message: expect.stringMatching(new RegExp(`lambda/api.ts has to export one.* It exports: ${exported}\\.$`)),
  });
});

test('a handler that the entry file exports of another file is one', async () => {
  const repository = await repositoryOf({
    'lambda/api.ts': `export * from './other';`,
    'lambda/other.ts': `export const handler = () => 'other';`,
  });
  await expect(callHandler((await bundle(repository)).zipFile)).resolves.toBe('other');
});

test.each(['umzug', 'zx', 'zod', 'cdktf', '@cdktf/provider-aws'])(
  'a bundle that would contain %s is refused with the chain of imports',
  async (name) => {
    const repository = await repositoryOf({
      ...SERVICE,
      'table/greeting.ts': `export { greeting } from './indirect';`,
      'table/indirect.ts': `export { greeting } from '${name}';`,
      [`node_modules/${name}/package.json`]: `{"name":"${name}","main":"index.js"}`,
      [`node_modules/${name}/index.js`]: `export const greeting = String(Math.random());`,
    });
    await expect(bundle(repository)).rejects.toMatchObject({
      name: 'StacksError',
      code: 'forbidden-import',
      message: expect.stringContaining(
        [
          'lambda/api.ts',
          '  imports table/greeting.ts',
          '  imports table/indirect.ts',
          `  imports node_modules/${name}/index.js`,
        ].join('\n'),
      ),
    });
    await expect(stat(path.join(repository, 'out'))).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test.each(['bootstrap', 'migrations', 'stacks', 'local', 'scripts'])(
  'a bundle that would contain a file of %s/ is refused',
  async (room) => {
    const repository = await repositoryOf({
      ...SERVICE,
      'table/greeting.ts': `export { greeting } from '../${room}/file';`,
      [`${room}/file.ts`]: `export const greeting = String(Math.random());`,
    });
    await expect(bundle(repository)).rejects.toMatchObject({ code: 'forbidden-import' });
  },
);

test('what the package keeps for deployed functions is taken, and what prepares a table is not there', async () => {
  const repository = await repositoryOf({
    ...SERVICE,
    'package.json': JSON.stringify({
      imports: { '#greeting': { 'groundwork-function': './table/in-function.ts', default: './bootstrap/prepare.ts' } },
    }),
    'table/greeting.ts': `export { greeting } from '#greeting';`,
    'table/in-function.ts': `export const greeting = 'verified';`,
    'bootstrap/prepare.ts': `export const greeting = 'prepared';`,
  });
  const { zipFile, inputs } = await bundle(repository);
  expect(inputs).toContain('table/in-function.ts');
  await expect(callHandler(zipFile)).resolves.toBe('verified string module');
});
