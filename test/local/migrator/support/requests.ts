import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { LOCK_KEY } from '../../../../bootstrap/migrator/lock/lock-item';
import { migrationRecordKey } from '../../../../table/ledger-keys';
import type { ProxiedRequest } from '../../../support/fault-proxy';

const READS = new Set(['DescribeTable', 'GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);

/** Whatever may change something: an action that is not known to read. */
export const isWrite = ({ operation }: ProxiedRequest): boolean => !READS.has(operation);

/** A sign of life of the lock's holder. */
export const isHeartbeat = (request: ProxiedRequest): boolean => isLockUpdate(request) && !isRelease(request);

export const isRelease = (request: ProxiedRequest): boolean =>
  isLockUpdate(request) && String(request.input.UpdateExpression).includes(':released');

/** Takes the lock: a transaction that puts it. */
export const isTake = (request: ProxiedRequest): boolean => puts(request).some(({ sk }) => sk?.S === LOCK_KEY.sk.S);

/** Puts a record into the ledger that has this state. */
export const isRecord =
  (state: string) =>
  (request: ProxiedRequest): boolean =>
    puts(request).some((item) => item.sk?.S?.startsWith(migrationRecordKey('')) && item.state?.S === state);

function puts({ operation, input }: ProxiedRequest): Record<string, AttributeValue>[] {
  if (operation !== 'TransactWriteItems') return [];
  return (input.TransactItems as TransactWriteItem[]).flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));
}

const isLockUpdate = ({ operation, input }: ProxiedRequest): boolean =>
  operation === 'UpdateItem' && (input.Key as typeof LOCK_KEY).sk.S === LOCK_KEY.sk.S;
