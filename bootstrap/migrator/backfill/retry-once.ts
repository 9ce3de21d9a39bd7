import { fenceCheck } from '../lock/fenced-write';
import { type HeldLock, lockLost } from '../lock/held-lock';
import type { RecordedFailure } from './failures';
import { failureKey } from './keys';
import type { Change } from './prepare-item';
import type { Outcome, WriteTools } from './write-changes';
import { writeOnce } from './write-once';

/**
 * Writes one failed item and forgets its failure, in one transaction, so that its transform is not applied twice, come what
 * may. An item that somebody else has changed is read again and transformed again.
 *
 * @throws {BootstrapError} `lock-lost`, `never-processed`
 */
export async function writeAndForget(
  tools: WriteTools & { lock: HeldLock },
  failure: RecordedFailure,
  change: Change,
): Promise<Outcome> {
  const { tableName, lock } = tools;
  const forget = {
    Delete: {
      TableName: tableName,
      Key: failureKey(failure, failure.segment, change.key),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
  const [outcome] = await writeOnce(tools, [change], async ([become]) =>
    // One that still can't be written stays recorded.
    become?.kind === 'failure'
      ? undefined
      : {
          actions: [fenceCheck(tableName, lock.token), forget],
          // A failure that is forgotten was forgotten by this very transaction, whose answer was lost.
          onRefused: async (action) => {
            if (action === 0) throw lockLost(tableName, 'somebody else has it now');
          },
        },
  );
  return outcome as Outcome;
}
