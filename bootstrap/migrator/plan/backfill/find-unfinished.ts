import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type BackfillHeader, readHeaders } from '../../backfill/backfill-header';
import type { BackfillOptions } from '../../backfill/backfill-options';
import { NO_COUNTS, readCheckpoints } from '../../backfill/checkpoint';
import { checksumOfFunction, type Matcher } from '../../backfill/match';
import { addCounts } from '../../backfill/page';
import { requireSame } from '../../backfill/resume';
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

/** @throws {BootstrapError} `backfill-changed`, as a run that would go on with it */
export function requireSameBackfill(
  header: BackfillHeader,
  { segments = header.segments, transform, exactlyOnce = false }: BackfillOptions,
  { text }: Matcher,
  deployment: string | undefined,
): void {
  requireSame(header, { segments, match: text, transform: checksumOfFunction(transform), exactlyOnce }, deployment);
}

/** How far it is. */
export async function toUnfinished({ client, tableName }: Place, header: BackfillHeader): Promise<UnfinishedBackfill> {
  const { state, by, startedAt, segments } = header;
  const checkpoints = await readCheckpoints(client, tableName, header);
  const { scanned, updated, removed } = checkpoints.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS);
  const segmentsDone = checkpoints.filter(({ isDone }) => isDone).length;
  return { state, by, startedAt, segments, segmentsDone, scanned, written: updated + removed };
}
