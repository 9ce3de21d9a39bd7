import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const VALID = 'module.exports = { default: { up: async () => {} } };\n';
const write = (name: string, source = VALID) => writeFileSync(path.join(folder, name), source);
const checksumOfOnly = () => loadMigrations(folder)[0]?.checksum();

test('migrations come in the order of their names, also where one name begins with another', () => {
  for (const name of ['20260102000000-b', '20260101000000-add-more', '20260101000000-add']) write(`${name}.ts`);
  expect(loadMigrations(folder).map(({ name }) => name)).toEqual([
    '20260101000000-add',
    '20260101000000-add-more',
    '20260102000000-b',
  ]);
});

test.each(['mts', 'cts', 'js', 'mjs'])(
  'a migration with the ending .%s is refused by name, and not left out',
  (ending) => {
    write(`20260101000000-change.${ending}`);
    expect(() => loadMigrations(folder)).toThrow(
      expect.objectContaining({
        code: 'migration-name',
        message: expect.stringContaining(`change.${ending} is not named`),
      }),
    );
  },
);

test('declarations and other files are left out', () => {
  for (const name of ['20260101000000-change.d.ts', 'README.md', 'cities.json']) write(name);
  expect(loadMigrations(folder)).toEqual([]);
});

test('line endings do not count for the checksum, comments do', () => {
  write('20260101000000-change.ts', 'one\ntwo\n');
  const checksum = checksumOfOnly();
  write('20260101000000-change.ts', 'one\r\ntwo\r\n');
  expect(checksumOfOnly()).toBe(checksum);
  write('20260101000000-change.ts', 'one\ntwo // a comment\n');
  expect(checksumOfOnly()).not.toBe(checksum);
});

test('a migration that is edited once it is loaded keeps the checksum of what was loaded', () => {
  write('20260101000000-change.ts');
  const [file] = loadMigrations(folder);
  const checksum = file?.checksum();
  file?.load();
  write('20260101000000-change.ts', `${VALID}// edited`);
  expect(file?.checksum()).toBe(checksum);
  expect(checksumOfOnly()).not.toBe(checksum);
});

test.each([
  ['no `up`', 'module.exports = { default: {} };', 'its default export has no function `up`'],
  ['no default export', 'module.exports = {};', 'its default export has no function `up`'],
  ['a `down` that is none', 'module.exports = { default: { up() {}, down: 1 } };', '`down` is not a function'],
  [
    'another phase',
    "module.exports = { default: { up() {}, phase: 'shrink' } };",
    "its phase is \"shrink\", and can be 'expand' or 'contract'",
  ],
  ['an error when it is loaded', "throw new Error('Broken.');", 'cannot be loaded: Error: Broken.'],
])('a file with %s is named with its reason', (_what, source, reason) => {
  write('20260101000000-change.ts', source);
  const [file] = loadMigrations(folder);
  expect(() => file?.load()).toThrow(reason);
  expect(() => file?.load()).toThrow(path.join(folder, '20260101000000-change.ts'));
});

test('a file that is not named as a migration is an error that says how', () => {
  write('helper.ts');
  expect(() => loadMigrations(folder)).toThrow('is not named as a migration is: <UTC timestamp>-<name>.ts');
});

test('a folder that is not there is named', () => {
  expect(() => loadMigrations(path.join(folder, 'none'))).toThrow('Name another with --migrations or MIGRATIONS_DIR.');
});

test('a relative one by where it was looked for', () => {
  expect(() => loadMigrations('there-is-none')).toThrow(
    `The folder of migrations ${path.resolve('there-is-none')} cannot be read`,
  );
});
