import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { countMembership } from '../../table/patterns/count-membership';
import type { Table } from '../../table/table';
import type { Log } from '../log';
import { startStopwatch } from '../stopwatch';
import { memberChangeOf } from './member-change';

/** What the counter needs of the world. */
interface Surroundings {
  connectTable(): Promise<Table>;
  log: Log;
}

/** A batch of the table's stream, answered with the records that have failed. Rejects where the table can't be used at all. */
type Handler = (event: DynamoDBStreamEvent, context: { awsRequestId: string }) => Promise<DynamoDBBatchResponse>;

/** What became of a record: counted before, or none of a member's coming or going. */
type Outcome = 'counted' | 'repeated' | 'ignored';

/**
 * Keeps the number of each company's members. A stream delivers a record at least once and in order: one that comes again
 * is not counted again, and the first one that fails ends the batch, from which Lambda goes on. Each batch leaves one line
 * in the log, each failure another: with the record's id rather than its content, which holds names and e-mail addresses.
 */
export function createMembershipCounter({ connectTable, log }: Surroundings): Handler {
  return async ({ Records: records }, { awsRequestId: requestId }) => {
    const duration = startStopwatch();
    const table = await connectTable();
    const outcomes: Record<Outcome, number> = { counted: 0, repeated: 0, ignored: 0 };
    let failed: DynamoDBRecord | undefined;
    for (const record of records) {
      try {
        outcomes[await count(table, record)] += 1;
      } catch (error) {
        failed = record;
        const { eventID: eventId, dynamodb } = record;
        log('error', 'record', { requestId, eventId, sequenceNumber: dynamodb?.SequenceNumber, error });
        break;
      }
    }
    const failures = failed ? 1 : 0;
    log('info', 'batch', { requestId, records: records.length, ...outcomes, failed: failures, duration: duration() });
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] : [] };
  };
}

async function count(table: Table, record: DynamoDBRecord): Promise<Outcome> {
  const change = memberChangeOf(record);
  if (!change) return 'ignored';
  return (await countMembership(table, change)) ? 'counted' : 'repeated';
}
