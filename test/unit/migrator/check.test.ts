import { checkLedger } from '../../../bootstrap/migrator/check';
import type { MigrationFile, Phase } from '../../../bootstrap/migrator/migration';
import { ledgerRecord } from './ledger-record';

const file = (name: string, phase?: Phase, checksum = 'a'.repeat(64)): MigrationFile => ({
  name,
  path: `migrations/${name}.ts`,
  checksum: () => checksum,
  load: () => ({ phase, up: async () => {} }),
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
  expect(found([file('1'), file('2'), file('3')], [ledgerRecord('1'), ledgerRecord('2')])).toBeUndefined();
});

test('an edited file: the message names when it was applied, both checksums, and the way out', () => {
  expect(found([file('1', undefined, 'b'.repeat(64))], [ledgerRecord('1')])).toEqual({
    code: 'migration-edited',
    message:
      'Migration 1 was edited after it was applied (2026-01-01T00:00:01.000Z): its checksum was aaaaaaaaaaaa and is ' +
      'bbbbbbbbbbbb. An applied migration does not run again: put the change into a new one. If it is meant and changes ' +
      'nothing, accept it with yarn migrate repair 1.',
  });
});

test('an edited file that is to be reverted: the way is back to what it was, or to take the down that is there', () => {
  const edited = [file('1', undefined, 'b'.repeat(64))];
  expect(found(edited, [ledgerRecord('1')], { isRevert: true })).toMatchObject({
    code: 'migration-edited',
    message: expect.stringMatching(
      / bbbbbbbbbbbb\. Put it back as it was, and revert that; or accept with yarn migrate repair 1 that it is reverted by the down that it has now\.$/,
    ),
  });
});

test('a missing file: the message names when it was applied, and the way out', () => {
  expect(found([file('2')], [ledgerRecord('1')])).toEqual({
    code: 'migration-missing',
    message:
      'Migration 1 is applied (2026-01-01T00:00:01.000Z, checksum aaaaaaaaaaaa), and there is no file of that name. Is ' +
      'it from another branch? Then merge that one. If the file is gone on purpose, accept that with yarn migrate ' +
      'repair 1.',
  });
  const allowed = { allowOutOfOrder: true };
  expect(found([file('2')], [ledgerRecord('1', { fileMayBeMissing: true })], allowed)).toBeUndefined();
});

test('one that is newer than every file is not missing: this code is older than the table', () => {
  expect(found([file('1')], [ledgerRecord('1'), ledgerRecord('2')])).toBeUndefined();
});

test('where there is no file at all, every one is missing: the folder is a wrong one', () => {
  expect(found([], [ledgerRecord('1')])).toMatchObject({ code: 'migration-missing' });
});

test.each([
  ['failed', 'has failed'],
  ['running', 'has begun and not ended'],
] as const)('so is that of one that is %s: nothing goes past what may be half-done', (state, became) => {
  const records = [ledgerRecord('1', { state })];
  expect(found([file('2')], records, { isLocked: true, deployment: 'staging' })).toEqual({
    code: 'migration-missing',
    message:
      `Migration 1 ${became} (begun 2026-01-01T00:00:00.000Z), and there is no file of that name. Is it from another ` +
      'branch? Then merge that one. If the file is gone on purpose, accept that with yarn migrate repair 1 staging.',
  });
  const accepted = [ledgerRecord('1', { state, fileMayBeMissing: true })];
  expect(found([file('2')], accepted, { isLocked: true })).toBeUndefined();
});

test('one that is running, under a lock that is not ours, may be at work: it is waited for', () => {
  expect(found([file('2')], [ledgerRecord('1', { state: 'running' })])).toBeUndefined();
});

test('the file of one that was reverted may go', () => {
  expect(found([], [ledgerRecord('1', { state: 'reverted' })])).toBeUndefined();
});

test.each(['running', 'failed', 'reverted'] as const)('a file may change while its record is %s', (state) => {
  expect(found([file('1', undefined, 'b')], [ledgerRecord('1', { state })])).toBeUndefined();
});

test('a pending file older than an applied one: the message names both, and the way out', () => {
  const parameters = [[file('1'), file('2')], [ledgerRecord('2')]] as const;
  expect(found(...parameters)).toEqual({
    code: 'migration-out-of-order',
    message:
      'Migration 1 is pending, and 2, which is newer, is applied already. Give it a newer timestamp if it is to run after ' +
      'it; if both orders are right, let it run now with yarn migrate up --allow-out-of-order.',
  });
  expect(found(...parameters, { allowOutOfOrder: true })).toBeUndefined();
});

test('a contract migration may be older than an applied expand one, but not than an applied contract one', () => {
  expect(found([file('1', 'contract'), file('2')], [ledgerRecord('2')])).toBeUndefined();
  expect(
    found([file('1', 'contract'), file('2', 'contract')], [ledgerRecord('2', { phase: 'contract' })]),
  ).toMatchObject({
    code: 'migration-out-of-order',
  });
});

test('an expand migration may not be older than an applied contract one', () => {
  expect(found([file('1'), file('2', 'contract')], [ledgerRecord('2', { phase: 'contract' })])).toMatchObject({
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
  expect(at([file('1', undefined, 'b')], [ledgerRecord('1')])).toMatchObject(
    saying('with yarn migrate repair 1 staging.'),
  );
  expect(at([], [ledgerRecord('1')])).toMatchObject(saying('with yarn migrate repair 1 staging.'));
  expect(at([file('1'), file('2')], [ledgerRecord('2')])).toMatchObject(
    saying('with yarn migrate up staging --allow-out-of-order.'),
  );
});
