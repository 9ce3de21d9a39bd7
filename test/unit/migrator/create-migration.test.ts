import path from 'node:path';
import { createMigration } from '../../../bootstrap/migrator/create-migration';
import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const NOW = new Date('2026-11-22T12:00:00.500Z');

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const create = (name: string) => path.basename(createMigration(folder.directory, name, NOW));

test('a migration is named after the time it is made at', () => {
  folder.write('20260101000000-old.ts', '');
  expect(create('add-nickname')).toBe('20261122120000-add-nickname.ts');
});

test('it is the last one, also of one second, and where another was made by a clock ahead of this one', () => {
  expect([create('b'), create('a')]).toEqual(['20261122120000-b.ts', '20261122120001-a.ts']);
  folder.write('20261231235959-ahead.ts', '');
  expect(create('c')).toBe('20270101000000-c.ts');
  expect(loadMigrations(folder.directory).at(-1)?.name).toBe('20270101000000-c');
});

test('what is no name is refused', () => {
  expect(() => create('Add Nickname')).toThrow(expect.objectContaining({ code: 'migration-name' }));
});
