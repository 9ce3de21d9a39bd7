import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { bundleFunction } from '../../../../stacks/bundle/bundle-function';
import { createTestRepository, type TestRepository } from './test-repository';

const repositories: TestRepository[] = [];

async function bundle(files: Record<string, string>, options: { sourceMap?: boolean } = {}) {
  const repository = await createTestRepository(files);
  repositories.push(repository);
  const { directory } = repository;
  return bundleFunction({
    name: 'api',
    entry: 'lambda/api.ts',
    outputDirectory: 'out',
    repository: directory,
    ...options,
  });
}

afterEach(async () => {
  for (const repository of repositories.splice(0)) await repository.remove();
});

const filesIn = async (zipFile: string) => unzipSync(await readFile(zipFile));

/** Prints what the handler of a bundle resolves to. */
async function callHandler(zipFile: string, ...nodeOptions: string[]): Promise<string> {
  const directory = path.join(path.dirname(zipFile), 'unzipped');
  await mkdir(directory);
  for (const [name, content] of Object.entries(await filesIn(zipFile))) {
    await writeFile(path.join(directory, name), content);
  }
  const caller = path.join(directory, 'caller.mjs');
  await writeFile(caller, `import { handler } from './index.mjs'; console.log(await handler());`);
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, caller]);
  return stdout;
}

const TRACED = {
  'lambda/api.ts': `import { release } from 'of-commonjs';

    function whereAmI() {
      return new Error(release()).stack;
    }
    export const handler = () => whereAmI();`,
  'node_modules/of-commonjs/package.json': '{"name":"of-commonjs","main":"index.js"}',
  'node_modules/of-commonjs/index.js': `exports.release = () => require('node:os').release();`,
};

test('a source map is made only where it is asked for', async () => {
  const without = await filesIn((await bundle(TRACED)).zipFile);
  expect(Object.keys(without)).toEqual(['index.mjs']);
  expect(Buffer.from(without['index.mjs'] ?? []).toString()).not.toContain('sourceMappingURL');
  const { zipFile } = await bundle(TRACED, { sourceMap: true });
  expect(Object.keys(await filesIn(zipFile))).toEqual(['index.mjs', 'index.mjs.map']);
});

test('with a source map a stack trace names the source’s file and line', async () => {
  const { zipFile } = await bundle(TRACED, { sourceMap: true });
  await expect(callHandler(zipFile, '--enable-source-maps')).resolves.toMatch(/whereAmI \(.*lambda\/api\.ts:4:14\)/);
});

test('a source map is the same in another folder', async () => {
  const one = await bundle(TRACED, { sourceMap: true });
  const other = await bundle(TRACED, { sourceMap: true });
  expect(path.dirname(other.zipFile)).not.toBe(path.dirname(one.zipFile));
  expect(other.sha256).toBe(one.sha256);
});

test('Node’s own modules are what they are, however they are imported', async () => {
  const { zipFile } = await bundle({
    'lambda/api.ts': `
      import EventEmitter, { once } from 'node:events';
      import * as files from 'fs';
      import { ReadStream } from 'node:fs';
      import { sep } from 'path/posix';
      import joined from 'of-commonjs';

      class Emitter extends EventEmitter {}
      export const handler = async () => {
        const emitter = new Emitter();
        setImmediate(() => emitter.emit('told', 'heard'));
        const later = await import('node:path');
        return [...(await once(emitter, 'told')), files.ReadStream === ReadStream, sep, joined, later.basename('a/b')].join();
      };`,
    'node_modules/of-commonjs/package.json': '{"name":"of-commonjs","main":"index.js"}',
    'node_modules/of-commonjs/index.js': `module.exports = new (require('events'))() instanceof require('node:events');`,
  });
  await expect(callHandler(zipFile)).resolves.toBe('heard,true,/,true,b\n');
});

/** As the SDK has them: every client loads event streams by `import()`, and one that needs them imports them as well. */
const STREAMS = {
  'lambda/api.ts': `
    import { load } from '@smithy/core/protocols';
    export const handler = () => load().catch((error) => error.message);`,
  'node_modules/@smithy/core/package.json':
    '{"name":"@smithy/core","exports":{"./protocols":"./protocols.js","./event-streams":"./event-streams.js"}}',
  'node_modules/@smithy/core/protocols.js': `
    export const load = async () => (await import('@smithy/core/event-streams')).text;`,
  'node_modules/@smithy/core/event-streams.js': `export const text = 'event streams';`,
};

test('event streams are left out of a bundle that has no use for them', async () => {
  const { zipFile, inputs } = await bundle(STREAMS);
  expect(inputs).toEqual(['lambda/api.ts', 'node_modules/@smithy/core/protocols.js']);
  await expect(callHandler(zipFile)).resolves.toContain('stacks/bundle/cold-start/event-streams.ts');
});

test('event streams are in the bundle of a function whose client needs them', async () => {
  const { zipFile, inputs } = await bundle({
    ...STREAMS,
    'lambda/api.ts': `
      import { text } from '@smithy/core/event-streams';
      import { load } from '@smithy/core/protocols';
      export const handler = async () => [text, await load()].join();`,
  });
  expect(inputs).toContain('node_modules/@smithy/core/event-streams.js');
  await expect(callHandler(zipFile)).resolves.toBe('event streams,event streams\n');
});
