import { requireServed } from '../../../bootstrap/migrator/ahead';
import { migrationFile } from '../../local/migrator/support/migration-file';
import { ledgerRecord } from './ledger-record';

const files = [migrationFile('1'), migrationFile('2')];

test('expand migrations that are newer than every file are named', () => {
  expect(requireServed(files, [ledgerRecord('1'), ledgerRecord('2')])).toEqual([]);
  expect(requireServed(files, [ledgerRecord('1'), ledgerRecord('2'), ledgerRecord('3'), ledgerRecord('4')])).toEqual([
    '3',
    '4',
  ]);
});

test('a contract migration ahead is refused: the message names it, since when, and what to do', () => {
  expect(() => requireServed(files, [ledgerRecord('3'), ledgerRecord('4', { phase: 'contract' })])).toThrow(
    expect.objectContaining({
      code: 'contract-ahead',
      message:
        'The table is past the contract migration 4 (applied 2026-01-01T00:00:01.000Z), which this code does not have: ' +
        'what code as old as this needs may be gone from the table. The table has 2 migrations applied that this code ' +
        'does not have. Nothing was migrated. Use code that has 4; to go back further, revert it first from there with yarn migrate ' +
        'down, if it can be reverted.',
    }),
  );
});

test.each(['running', 'failed'] as const)('so is one that is %s: a part of what it takes away may be gone', (state) => {
  expect(() => requireServed(files, [ledgerRecord('3', { phase: 'contract', state })])).toThrow(
    expect.objectContaining({
      code: 'contract-ahead',
      message: expect.stringContaining(
        `in the middle of the contract migration 3 (${state}, begun 2026-01-01T00:00:00.000Z)`,
      ),
    }),
  );
});

test('a contract migration that was reverted is no obstacle', () => {
  expect(requireServed(files, [ledgerRecord('3', { phase: 'contract', state: 'reverted' })])).toEqual([]);
});

test('a contract migration that this code has is no obstacle', () => {
  expect(
    requireServed([migrationFile('1', undefined, { phase: 'contract' })], [ledgerRecord('1', { phase: 'contract' })]),
  ).toEqual([]);
});
