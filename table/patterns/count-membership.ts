import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { AccessPattern } from '../access-pattern';
import { countedRecordEntity } from '../entities/counted-record';
import { memberCountEntity } from '../entities/member-count';
import { secondsFromNow } from '../foundation/time';
import { transact } from '../foundation/transaction';
import { normaliseName } from '../names';
import type { Table } from '../table';

export const countMembershipPattern: AccessPattern = {
  name: 'countMembership',
  summary: 'Counts a member who came or went, once for each record of the stream.',
  requests: [
    { action: 'PutItem', entity: 'CountedRecord', key: 'pk = counted#{eventId} and sk = counted#', transaction: true },
    {
      action: 'UpdateItem',
      entity: 'MemberCount',
      key: 'pk = company#{companyName} and sk = member-count#',
      transaction: true,
    },
  ],
};

/**
 * Counts a member who came (1) or went (-1). A stream delivers a record at least once: that it was counted is noted in the
 * same transaction.
 *
 * @param counted `eventId`: the stream record's own
 * @returns false where the record was counted before
 * @throws {TableError} `invalid-name`, `incomplete-key`, `conflict`
 */
export async function countMembership(
  table: Table,
  { companyName, change, eventId }: { companyName: string; change: 1 | -1; eventId: string },
): Promise<boolean> {
  const note = countedRecordEntity(table)
    .build(PutTransaction)
    .item({ eventId, expiresAt: secondsFromNow(REMEMBERED_SECONDS) })
    .options({ condition: { attr: 'eventId', exists: false } });
  // The first member makes the count: ADD takes what is missing for 0.
  const count = memberCountEntity(table)
    .build(UpdateTransaction)
    .item({ companyName: normaliseName(companyName), members: $add(change) });
  const refusal = await transact(note, count);
  return refusal === undefined;
}

/**
 * A stream keeps a record for 24 hours, and a dead-letter queue the news of it for at most 14 days, after which nobody can
 * send it again: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const REMEMBERED_SECONDS = 15 * 24 * 60 * 60;
