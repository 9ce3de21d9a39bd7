import { type RecordedFailure, readFailures } from '../../../../../bootstrap/migrator/backfill/failures';
import type { ProxiedTable } from '../../support/surroundings';

/** The failed items that the ledger lists, of all migrations. */
export async function failuresOf({ client, name }: ProxiedTable): Promise<RecordedFailure[]> {
  const failures: RecordedFailure[] = [];
  for await (const failure of readFailures(client, name)) failures.push(failure);
  return failures;
}
