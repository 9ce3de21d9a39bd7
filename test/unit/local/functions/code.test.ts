import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { removeCode, unpackCode } from '../../../../local/functions/code';
import type { FunctionSpecification } from '../../../../local/functions/specification';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-code-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function packaged(content: Uint8Array): FunctionSpecification {
  const zipFile = join(folder, 'function.zip');
  writeFileSync(zipFile, content);
  return { name: 'api', zipFile, codeSha256: 'a/b+c=' } as FunctionSpecification;
}

test('code is unpacked once, complete, into a folder named after its digest', async () => {
  const specification = packaged(zipSync({ 'index.mjs': strToU8('1'), lib: { 'a.js': strToU8('2') } }));
  const target = join(folder, 'code');

  const unpacked = await Promise.all([unpackCode(target, specification), unpackCode(target, specification)]);

  expect(new Set(unpacked).size).toBe(1);
  expect(readdirSync(target)).toEqual(['a_b+c=']);
  expect(readFileSync(join(unpacked[0], 'lib', 'a.js'), 'utf8')).toBe('2');
});

test('code that is already unpacked needs no package', async () => {
  const specification = packaged(zipSync({ 'index.mjs': strToU8('1') }));
  const unpacked = await unpackCode(folder, specification);
  rmSync(specification.zipFile);

  expect(await unpackCode(folder, specification)).toBe(unpacked);
});

test('code that was removed is unpacked again', async () => {
  const specification = packaged(zipSync({ 'index.mjs': strToU8('1') }));
  const target = join(folder, 'code');
  await unpackCode(target, specification);

  await removeCode(target, specification.codeSha256);

  expect(readdirSync(target)).toEqual([]);
  expect(existsSync(await unpackCode(target, specification))).toBe(true);
});

test.each(['../escaped.js', 'lib/../../escaped.js', '/escaped.js', 'C:/escaped.js', '..\\escaped.js'])(
  'an entry %s is refused, and nothing is written',
  async (path) => {
    const target = join(folder, 'code');
    const specification = packaged(zipSync({ 'index.mjs': strToU8('1'), [path]: strToU8('2') }));

    await expect(unpackCode(target, specification)).rejects.toMatchObject({ code: 'unsafe-code' });

    expect(existsSync(target)).toBe(false);
    expect(existsSync(join(folder, 'escaped.js'))).toBe(false);
  },
);

test('code larger than Lambda allows is refused', async () => {
  const specification = packaged(zipSync({ 'index.mjs': new Uint8Array(262_144_001) }));

  await expect(unpackCode(folder, specification)).rejects.toMatchObject({ code: 'code-too-large' });
});

test('a package that is no zip, or not there, is told by its path', async () => {
  const specification = packaged(Buffer.from('no zip'));
  await expect(unpackCode(folder, specification)).rejects.toMatchObject({
    code: 'code-unreadable',
    message: expect.stringContaining(specification.zipFile),
  });

  rmSync(specification.zipFile);
  await expect(unpackCode(folder, specification)).rejects.toMatchObject({
    code: 'code-missing',
    message: expect.stringContaining(specification.zipFile),
  });
});
