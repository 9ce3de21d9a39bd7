import type { LedgerRecord } from '../../../bootstrap/migrator/ledger';

/** The record of an applied expand migration, or of another one as `rest` says. */
export const ledgerRecord = (name: string, rest: Partial<LedgerRecord> = {}): LedgerRecord => ({
  name,
  state: 'applied',
  phase: 'expand',
  checksum: 'a'.repeat(64),
  by: 'ada@engine (process 1815)',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  ...rest,
});
