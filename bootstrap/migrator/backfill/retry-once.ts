import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { pause, type Sender } from '../../bulk/sender';
import { isThrottlingCode } from '../../bulk/throttling';
import { BootstrapError } from '../../errors';
import { type HeldLock, lockLost } from '../lock/held-lock';
import { FENCE_KEY } from '../lock/lock-item';
import { type BackfillId, failureKey } from './keys';
import { type Change, prepareItem } from './prepare-item';
import { TOO_MANY_ATTRIBUTES, toConditionalWrite } from './statements';
import { type Outcome, readAgain, type WriteTools } from './write-changes';
import { writeUnitsOf } from './write-units';

const MOST_CONFLICTS = 100;
const ATTEMPTS = 130;

/**
 * Writes one failed item and forgets its failure, in one transaction, so that its transform is not applied twice, come what
 * may. An item that somebody else has changed is read again and transformed again.
 *
 * @throws {BootstrapError} `lock-lost`, `never-processed`
 */
export async function writeAndForget(
  tools: WriteTools & { lock: HeldLock },
  id: BackfillId,
  first: Change,
): Promise<Outcome> {
  let change = first;
  let conflicts = 0;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const fail = (reason: string): Outcome => ({ kind: 'failure', failure: { key: change.key, reason }, conflicts });
    const written: Outcome = { kind: change.after ? 'updated' : 'removed', conflicts };
    const write = toConditionalWrite(tools.tableName, change);
    if (!write) return fail(TOO_MANY_ATTRIBUTES);
    const reasons = await send(tools, id, change, change.after ? { Update: write } : { Delete: write });
    if (!reasons) return written;
    const [ofFence, ofFailure, ofItem] = reasons.map(({ Code }) => Code);
    if (ofFence === FAILED) throw lockLost(tools.tableName, 'somebody else has it now');
    // It is forgotten, and so it was written: by this very transaction, whose answer was lost.
    if (ofFailure === FAILED) return written;
    if (ofItem === FAILED) {
      conflicts += 1;
      if (conflicts > MOST_CONFLICTS) return fail(`somebody else changed it ${MOST_CONFLICTS} times in a row`);
      const current = await readAgain(tools, change.key);
      const prepared = current && prepareItem(current, tools.preparation);
      if (prepared?.kind === 'failure') return fail(prepared.failure.reason);
      if (prepared?.kind === 'unchanged') return { kind: 'unchanged', conflicts };
      if (prepared?.kind !== 'change') return { kind: 'gone', conflicts };
      change = prepared.change;
    } else if (!passes(ofItem)) {
      return fail(reasons[2]?.Message ?? String(ofItem));
    }
    await pause(attempt, tools.sender.signal);
  }
  throw neverProcessed(tools.tableName);
}

const FAILED = 'ConditionalCheckFailed';

const passes = (code: string | undefined): boolean =>
  code === undefined || code === 'None' || code === 'TransactionConflict' || isThrottlingCode(code);

interface Reason {
  Code?: string;
  Message?: string;
}

/** Why the transaction was cancelled, for each of its actions; none where it is still under way. Undefined: it was written. */
async function send(
  { sender, tableName, indexes, lock }: { sender: Sender; lock: HeldLock } & Pick<WriteTools, 'tableName' | 'indexes'>,
  id: BackfillId,
  change: Change,
  write: object,
): Promise<Reason[] | undefined> {
  const TransactItems = [
    {
      ConditionCheck: {
        TableName: tableName,
        Key: FENCE_KEY,
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { N: String(lock.token) } },
      },
    },
    {
      Delete: {
        TableName: tableName,
        Key: failureKey(id, change.key),
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
    write,
  ];
  try {
    // A write in a transaction uses twice what it uses by itself.
    await sender.write('TransactWriteItems', { TransactItems }, 2 * (2 + writeUnitsOf(change, indexes)));
    return undefined;
  } catch (error) {
    if (error instanceof TransactionInProgressException) return [];
    if (!(error instanceof TransactionCanceledException)) throw error;
    return error.CancellationReasons ?? [];
  }
}

const neverProcessed = (tableName: string): BootstrapError =>
  new BootstrapError(
    'never-processed',
    `DynamoDB has not taken a failed item of table ${tableName} in ${ATTEMPTS} attempts: the table is throttled, or the item is ` +
      'changed all the time. Run the command again.',
  );
