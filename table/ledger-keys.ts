/** The partition of the table that Groundwork keeps for itself: its ledger of migrations and their lock. */
export const LEDGER_PARTITION = '#GROUNDWORK';

/** Sort key of the ledger's record of one migration. */
export const migrationRecordKey = (migrationName: string): string => `migration#${migrationName}`;
