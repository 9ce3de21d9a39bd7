import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type BackfillHeader, readHeaders } from '../../backfill/backfill-header';
import { NO_COUNTS, readCheckpoints } from '../../backfill/checkpoint';
import { addCounts } from '../../backfill/page';
import type { PlanState } from '../plan-state';
import type { UnfinishedBackfill } from './planned-backfill';

interface Place {
  migration: string;
  tableName: string;
  /** One that really reads. */
  client: DynamoDBClient;
  state: PlanState;
}

/** What the ledger knows of a backfill from a run before. Where one of the other direction is there, it begins anew. */
export async function findUnfinished(
  { migration, tableName, client, state }: Place,
  name: string,
): Promise<BackfillHeader | undefined> {
  if (state.tables.fate(tableName) !== undefined) return undefined;
  const headers = await readHeaders(client, tableName, migration);
  return headers.some(({ direction }) => direction !== 'up')
    ? undefined
    : headers.find((header) => header.name === name);
}

/** How far it is. */
export async function toUnfinished({ client, tableName }: Place, header: BackfillHeader): Promise<UnfinishedBackfill> {
  const { state, by, startedAt, segments } = header;
  const checkpoints = await readCheckpoints(client, tableName, header);
  const { scanned, updated, removed } = checkpoints.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS);
  const segmentsDone = checkpoints.filter(({ isDone }) => isDone).length;
  return { state, by, startedAt, segments, segmentsDone, scanned, written: updated + removed };
}
