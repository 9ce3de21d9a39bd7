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

test('one that was broken off may be accepted as gone, and the message names the way; one that is applied is not so easily', () => {
  const refusal = (state: 'failed' | 'applied') => {
    try {
      return requireServed(files, [ledgerRecord('3', { phase: 'contract', state })], 'staging');
    } catch (error) {
      return (error as Error).message;
    }
  };
  const wayOut =
    'Where its file is gone on purpose, and this code needs nothing that it may have taken away, accept that with yarn ' +
    'migrate repair 3 staging.';
  expect(refusal('failed')).toContain(wayOut);
  expect(refusal('applied')).not.toContain('repair');
});

describe('one whose file is gone on purpose', () => {
  const gone = { phase: 'contract', fileMayBeMissing: true, acceptedFrom: '2' } as const;

  test.each(['applied', 'failed', 'running'] as const)(
    'is not ahead of the code for which that was accepted: %s',
    (state) => {
      const records = [ledgerRecord('2'), ledgerRecord('4', { ...gone, state })];
      expect(requireServed(files, records)).toEqual([]);
      expect(requireServed([...files, migrationFile('3')], records)).toEqual([]);
    },
  );

  test('is ahead of older code: a rollback may need what it has taken away', () => {
    const records = [ledgerRecord('4', { ...gone, state: 'failed' })];
    expect(() => requireServed([migrationFile('1')], records)).toThrow(
      expect.objectContaining({ code: 'contract-ahead' }),
    );
  });

  test('is ahead of code that is older than it, where that was accepted by newer code', () => {
    const records = [ledgerRecord('3', { ...gone, acceptedFrom: undefined })];
    expect(() => requireServed(files, records)).toThrow(expect.objectContaining({ code: 'contract-ahead' }));
  });
});

test('a contract migration that was reverted is no obstacle', () => {
  expect(requireServed(files, [ledgerRecord('3', { phase: 'contract', state: 'reverted' })])).toEqual([]);
});

test('a contract migration that this code has is no obstacle', () => {
  expect(
    requireServed([migrationFile('1', undefined, { phase: 'contract' })], [ledgerRecord('1', { phase: 'contract' })]),
  ).toEqual([]);
});
