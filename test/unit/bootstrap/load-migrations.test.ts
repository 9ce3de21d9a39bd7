import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.remove());

const load = () => loadMigrations(folder.directory);

test('what is no TypeScript, or only declares types, is no migration', () => {
  folder.write('README.md', '# Migrations');
  folder.write('types.d.ts', 'export {};');

  expect(load()).toEqual([]);
});

test('a module is loaded when it is asked for, not before', () => {
  folder.write('20260101000000-broken.ts', 'throw new Error("loaded");');

  const [migration] = load();

  expect(() => migration?.load()).toThrow(
    expect.objectContaining({ code: 'migration-invalid', message: expect.stringContaining('Error: loaded') }),
  );
});

test('its phase and its down are as it exports them', () => {
  folder.write('20260101000000-a.ts', `export default { phase: 'contract', up: async () => 1, down: async () => 2 };`);
  folder.write('20260102000000-b.ts', 'export default { up: async () => 1 };');

  const [first, second] = load().map((file) => file.load());

  expect(first).toEqual({ phase: 'contract', up: expect.any(Function), down: expect.any(Function) });
  expect(second).toEqual({ phase: undefined, up: expect.any(Function), down: undefined });
});

test.each([
  '2026-a.ts',
  '20260101000000.ts',
  '20260101000000_a.ts',
  '20260101000000-A.ts',
  '20260101000000-a-.ts',
  'helpers.ts',
])('a file named %s is refused, with the name that it should have', (name) => {
  folder.write(name, 'export default { up: async () => 1 };');

  expect(load).toThrow(
    expect.objectContaining({
      code: 'migration-name',
      message: expect.stringMatching(new RegExp(`${name.replace('.', '\\.')} is not named as a migration is: <UTC .*`)),
    }),
  );
});

test('a migration that is not TypeScript is refused with its file', () => {
  folder.write('20260101000000-a.ts', 'export default {');

  expect(() => load()[0]?.load()).toThrow(
    expect.objectContaining({ code: 'migration-invalid', message: expect.stringContaining('20260101000000-a.ts') }),
  );
});
