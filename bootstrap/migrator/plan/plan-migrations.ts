import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { callBody } from '../call-body';
import type { Migration, MigrationContext, MigrationFile } from '../migration';
import { createPlannedBackfillStep } from './backfill/plan-backfill';
import { planControlPlane } from './plan-control-plane';
import { createPlanRead } from './plan-read';
import { createPlanState, type PlanState } from './plan-state';
import { createPlanSteps, type PlanSteps } from './plan-steps';
import { planWrite } from './plan-write';
import type { PlannedMigration } from './planned-migration';
import { createReadOnlyClient } from './read-only-client';
import { createRecorder, type Recorder } from './recorder';
import { writesOf } from './writes-of';

export interface PlanOptions {
  client: DynamoDBClient;
  tableName: string;
  /** The pending ones, in order. */
  migrations: readonly MigrationFile[];
  /** The commands that errors name are for it; undefined for the default. */
  deployment?: string;
  signal?: AbortSignal;
}

/**
 * What the pending migrations would do: their bodies run, against a client that reads and cannot write. For the first
 * ten writes of each kind the item is read (GetItem), so that the plan shows it before and after. A condition that asks
 * no more than whether attributes exist is judged by that item; any other is taken to hold, and shown. Of a table that a
 * backfill is to change a sample is read. The rights to read suffice: DescribeTable, GetItem, Scan and Query where there is
 * a backfill, and what the migrations read themselves.
 *
 * What a body does besides, to other services, or to DynamoDB with a client of its own, can't be held back.
 *
 * @throws {BootstrapError} `migration-invalid`, before any body runs; and the signal's reason, when it is aborted
 */
export async function planMigrations(options: PlanOptions): Promise<PlannedMigration[]> {
  const loaded = options.migrations.map((file) => ({ name: file.name, migration: file.load() }));
  if (loaded.length === 0) return [];
  const state = createPlanState(options.client);
  const planned: PlannedMigration[] = [];
  for (const { name, migration } of loaded) {
    options.signal?.throwIfAborted();
    planned.push(await planMigration(name, migration, { ...options, state, doubt: doubtAfter(planned.at(-1)) }));
  }
  options.signal?.throwIfAborted();
  return planned;
}

/** Why a migration is not exact from its beginning on: what comes before it is not, or ends the run. */
function doubtAfter(previous: PlannedMigration | undefined): string | undefined {
  if (previous?.error !== undefined) return `migration ${previous.name} before it would fail`;
  return previous?.inexact && `migration ${previous.name} before it is not planned exactly`;
}

async function planMigration(
  name: string,
  migration: Migration,
  {
    client,
    tableName,
    deployment,
    signal,
    state,
    doubt,
  }: PlanOptions & { state: PlanState; doubt: string | undefined },
): Promise<PlannedMigration> {
  const recorder = createRecorder({ name, phase: migration.phase ?? 'expand', actions: [], writes: [] });
  if (doubt !== undefined) recorder.markInexact(doubt);
  const planningClient = createPlanningClient(client, { state, recorder, signal });
  const place = { migration: name, tableName, deployment, client, planningClient, state, recorder, signal };
  const context: MigrationContext & PlanSteps = {
    client: planningClient,
    tableName,
    signal: signal ?? new AbortController().signal,
    ...createPlanSteps(tableName, state, recorder),
    backfill: createPlannedBackfillStep(place),
  };
  try {
    await callBody(migration.up, { name, context });
  } catch (error) {
    signal?.throwIfAborted();
    // Who plans, such as CI for a pull request, may have fewer rights than who deploys.
    if (isDenied(error)) recorder.markInexact('these credentials lack a right that it uses');
    noteError(recorder.planned, error instanceof Error ? error.message : String(error));
  }
  return recorder.planned;
}

/** A client that reads, and answers what would change anything as if it had been done. */
export function createPlanningClient(
  client: DynamoDBClient,
  { state, recorder, signal }: { state: PlanState; recorder: Recorder; signal: AbortSignal | undefined },
): DynamoDBClient {
  const planRead = createPlanRead(state, recorder);
  return createReadOnlyClient(client, {
    read: async (call, send) => {
      signal?.throwIfAborted();
      return planRead(call, send);
    },
    change: async (call) => {
      signal?.throwIfAborted();
      const writes = writesOf(call);
      return writes.length > 0 ? planWrite(call, writes, state, recorder) : planControlPlane(call, state, recorder);
    },
  });
}

const isDenied = (error: unknown): boolean =>
  error instanceof Error && /AccessDenied|NotAuthorized|UnauthorizedOperation/.test(error.name);

/** What is thrown where the plan is not exact any more is in doubt as all else there: a run may well not throw it. */
function noteError(planned: PlannedMigration, message: string): void {
  (planned.inexact ?? planned).error = message;
}
