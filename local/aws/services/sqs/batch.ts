import { AwsFault } from '../../protocols/fault';

/**
 * Carries out the entries of a batch one by one: what fails is in the answer beside what succeeded. Throws
 * EmptyBatchRequest, TooManyEntriesInBatchRequest and BatchEntryIdsNotDistinct, as SQS does.
 */
export function batch<Entry extends { Id: string }>(
  entries: readonly Entry[],
  carryOut: (entry: Omit<Entry, 'Id'>) => object,
): { Successful: object[]; Failed: object[] } {
  checkEntries(entries);
  const successful: object[] = [];
  const failed: object[] = [];
  for (const { Id, ...entry } of entries) {
    try {
      successful.push({ Id, ...carryOut(entry) });
    } catch (error) {
      // A queue that is missing is the whole call's failure.
      if (!(error instanceof AwsFault) || error.code === 'QueueDoesNotExist') throw error;
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}

/** Source: Amazon SQS API reference, SendMessageBatch: 1 to 10 entries. */
function checkEntries(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) {
    throw new AwsFault('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    throw new AwsFault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const twice = entries.find(({ Id }, index) => entries.findIndex((entry) => entry.Id === Id) < index);
  if (twice) throw new AwsFault('BatchEntryIdsNotDistinct', `Id ${twice.Id} repeated.`);
}
