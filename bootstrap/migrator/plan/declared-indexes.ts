import { DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS } from '../../create-table';
import { deriveClient } from '../../derive-client';
import { NO_TOTALS } from '../backfill/backfill-totals';
import type { MigrationContext, MigrationFile } from '../migration';
import { summarise } from '../steps/index-definition';
import { createPlanningClient } from './plan-migrations';
import { createPlanState, type PlanState } from './plan-state';
import { createPlanSteps } from './plan-steps';
import { createRecorder } from './recorder';
import { answer, type Call, type Response, refuse, toCall } from './wire';
import { withoutNetwork } from './without-network';

/** What migrations make of a table's indexes. */
export interface DeclaredIndexes {
  /** Those that there are after the applied migrations, by name. */
  applied: Map<string, DeclaredIndex>;
  /** Those that there are once the others are applied as well. */
  all: Map<string, DeclaredIndex>;
  /** Names of all that any of them makes, also where a later one deletes it. */
  names: Set<string>;
  /** The migrations that could not be followed to their end, each with the reason. */
  unclear: { migration: string; reason: string }[];
}

export interface DeclaredIndex {
  /** Keys and projection in one line, as `summarise` puts those of one that is there. */
  summary: string;
  /** Name of the migration that makes it. */
  migration: string;
}

/** For a migration that waits for what no plan brings about. */
const PATIENCE_MILLISECONDS = 10_000;

/**
 * Follows the migrations from an empty table: their bodies run as for a plan, but nothing is read either. The table has no
 * items, and nothing leaves the process: also what a body asks of other services, or of DynamoDB with a client of its own,
 * fails, since these migrations are applied already. One that needs it is `unclear`.
 *
 * @param applied in the order in which they were applied
 * @param others all others that there are, in order
 */
export async function declaredIndexes(
  applied: readonly MigrationFile[],
  others: readonly MigrationFile[],
  signal: AbortSignal,
): Promise<DeclaredIndexes> {
  const client = offlineClient();
  const state = createPlanState(client);
  state.noteControlPlaneChange({ operation: 'CreateTable', input: { TableName: TABLE, ...TABLE_KEYS } });
  const unclear: DeclaredIndexes['unclear'] = [];
  const names = new Set<string>();
  const followAll = async (files: readonly MigrationFile[], before: DeclaredIndexes['all']) => {
    let indexes = before;
    for (const file of files) {
      signal.throwIfAborted();
      const reason = await follow(file, client, state);
      if (reason !== undefined) unclear.push({ migration: file.name, reason });
      indexes = indexesAfter(file.name, await state.tables.describe(TABLE), indexes);
      for (const name of indexes.keys()) names.add(name);
    }
    return indexes;
  };
  try {
    const afterApplied = await followAll(applied, new Map());
    return { applied: afterApplied, all: await followAll(others, afterApplied), names, unclear };
  } finally {
    client.destroy();
  }
}

const TABLE = 'declared';

/** Why the migration can't be followed to its end; undefined where it can. */
async function follow(file: MigrationFile, client: DynamoDBClient, state: PlanState): Promise<string | undefined> {
  const { name } = file;
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    const { up, phase = 'expand' } = file.load();
    const recorder = createRecorder({ name, phase, actions: [], writes: [] });
    const context: MigrationContext = {
      client: createPlanningClient(client, { state, recorder, signal }),
      tableName: TABLE,
      signal,
      ...createPlanSteps(TABLE, state, recorder),
      // It changes items alone, and there are none.
      backfill: async () => NO_TOTALS,
    };
    await withoutNetwork(async () => up({ name, context }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** An index that stays in the same form belongs to the migration that made it first. */
function indexesAfter(
  migration: string,
  { GlobalSecondaryIndexes = [], AttributeDefinitions = [] }: TableDescription = {},
  before: DeclaredIndexes['all'],
): DeclaredIndexes['all'] {
  return new Map(
    GlobalSecondaryIndexes.map(({ IndexName = '', ...index }) => {
      const summary = summarise(index, AttributeDefinitions);
      const known = before.get(IndexName);
      return [IndexName, known?.summary === summary ? known : { summary, migration }];
    }),
  );
}

/** A client whose requests are answered as by an account with no table but the one that the plan follows. */
function offlineClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const { requestHandler } = client.config;
  return deriveClient(client, {
    requestHandler: {
      metadata: requestHandler.metadata,
      handle: async (request: Parameters<typeof toCall>[0]) => ({ response: answerOffline(toCall(request)) }),
      destroy: () => {},
    } as never,
  });
}

function answerOffline({ operation }: Call): Response {
  if (/^(Describe|List)/.test(operation)) return refuse('ResourceNotFoundException', 'Requested resource not found');
  return answer({ Items: [], Count: 0, ScannedCount: 0 });
}
