import { checkLedger } from '../../../bootstrap/migrator/check';
import type { LedgerRecord } from '../../../bootstrap/migrator/ledger';
import type { MigrationFile, Phase } from '../../../bootstrap/migrator/migration';

const file = (name: string, phase?: Phase, checksum = 'a'.repeat(64)): MigrationFile => ({
  name,
  path: `migrations/${name}.ts`,
  checksum: () => checksum,
  load: () => ({ phase, up: async () => {} }),
});

const record = (name: string, rest: Partial<LedgerRecord> = {}): LedgerRecord => ({
  name,
  state: 'applied',
  phase: 'expand',
  checksum: 'a'.repeat(64),
  by: 'ada@engine (process 1815)',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  ...rest,
});

/** What the check says: code and message. */
function found(...parameters: Parameters<typeof checkLedger>): unknown {
  try {
    return checkLedger(...parameters);
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { code, message };
  }
}

test('files and records that agree are let through', () => {
  expect(found([file('1'), file('2'), file('3')], [record('1'), record('2')])).toBeUndefined();
});

test('an edited file: the message names when it was applied, both checksums, and the way out', () => {
  expect(found([file('1', undefined, 'b'.repeat(64))], [record('1')])).toEqual({
    code: 'migration-edited',
    message:
      'Migration 1 was edited after it was applied (2026-01-01T00:00:01.000Z): its checksum was aaaaaaaaaaaa and is ' +
      'bbbbbbbbbbbb. An applied migration does not run again: put the change into a new one. If it is meant and changes ' +
      'nothing, accept it with yarn migrate repair 1.',
  });
});

test('a missing file: the message names when it was applied, and the way out', () => {
  expect(found([], [record('1')])).toEqual({
    code: 'migration-missing',
    message:
      'Migration 1 is applied (2026-01-01T00:00:01.000Z, checksum aaaaaaaaaaaa), and there is no file of that name. Is ' +
      'this checkout older than the table? Then use a newer one. If the file is gone on purpose, accept that with yarn ' +
      'migrate repair 1.',
  });
  expect(found([], [record('1', { fileMayBeMissing: true })])).toBeUndefined();
});

test.each(['running', 'failed', 'reverted'] as const)('a file may change or go while its record is %s', (state) => {
  expect(found([file('1', undefined, 'b')], [record('1', { state })])).toBeUndefined();
  expect(found([], [record('1', { state })])).toBeUndefined();
});

test('a pending file older than an applied one: the message names both, and the way out', () => {
  const parameters = [[file('1'), file('2')], [record('2')]] as const;
  expect(found(...parameters)).toEqual({
    code: 'migration-out-of-order',
    message:
      'Migration 1 is pending, and 2, which is newer, is applied already. Give it a newer timestamp if it is to run after ' +
      'it; if both orders are right, let it run now with yarn migrate up --allow-out-of-order.',
  });
  expect(found(...parameters, { allowOutOfOrder: true })).toBeUndefined();
});

test('a contract migration may be older than an applied expand one, but not than an applied contract one', () => {
  expect(found([file('1', 'contract'), file('2')], [record('2')])).toBeUndefined();
  expect(found([file('1', 'contract'), file('2', 'contract')], [record('2', { phase: 'contract' })])).toMatchObject({
    code: 'migration-out-of-order',
  });
});

test('an expand migration may not be older than an applied contract one', () => {
  expect(found([file('1'), file('2', 'contract')], [record('2', { phase: 'contract' })])).toMatchObject({
    code: 'migration-out-of-order',
  });
});

test('two files of one name: the message names both paths', () => {
  const twin = { ...file('1'), path: 'elsewhere/1.ts' };
  expect(found([file('1'), twin], [])).toEqual({
    code: 'migration-duplicate',
    message:
      'Two migrations have the name 1: migrations/1.ts and elsewhere/1.ts. Remove one, or rename the one that is not ' +
      'applied yet.',
  });
});

test('the way out names the deployment that it is for', () => {
  const at = (...[files, records]: Parameters<typeof checkLedger>) => found(files, records, { deployment: 'staging' });
  const saying = (text: string) => ({ message: expect.stringContaining(text) });
  expect(at([file('1', undefined, 'b')], [record('1')])).toMatchObject(saying('with yarn migrate repair 1 staging.'));
  expect(at([], [record('1')])).toMatchObject(saying('with yarn migrate repair 1 staging.'));
  expect(at([file('1'), file('2')], [record('2')])).toMatchObject(
    saying('with yarn migrate up staging --allow-out-of-order.'),
  );
});
