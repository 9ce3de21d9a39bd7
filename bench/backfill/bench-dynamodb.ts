import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { writeItems } from '../../bootstrap/bulk/write-items';
import { localCredentials } from '../../bootstrap/client-configuration';
import { ensureTable } from '../../bootstrap/create-table';
import { startDynamodbLocal } from '../../local/dynamodb/start';
import { stopDynamodbLocal } from '../../local/dynamodb/stop';
import { dropTable } from '../migrate/bench-table';
import { processorTimeOf } from '../support/processor-time';
import { cityItems } from './cities';
import type { ContenderOptions } from './run-contender';

/** A DynamoDB Local that the benchmark alone uses. It keeps its data in memory: the disk is not what is measured. */
export interface BenchDynamodb {
  configuration: ContenderOptions['configuration'];
  /** Runs `work` over a fresh table with so many cities, and drops it. */
  withTable<Result>(items: number, work: (tableName: string) => Promise<Result>): Promise<Result>;
  /** Microseconds of its process, user and system; undefined where that can't be told. */
  processorTime(): number | undefined;
  stop(): Promise<void>;
}

export async function startBenchDynamodb(): Promise<BenchDynamodb> {
  const running = await startDynamodbLocal({ detached: false });
  const { endpoint, pid } = running;
  const configuration = { endpoint, region: 'local', credentials: localCredentials() };
  const client = new DynamoDBClient(configuration);
  return {
    configuration,
    withTable: async (items, work) => {
      const name = `bench-backfill-${randomUUID()}`;
      await ensureTable(client, { name, settings: {} });
      try {
        await writeItems(client, name, cityItems(items));
        return await work(name);
      } finally {
        await dropTable(client, name);
      }
    },
    processorTime: () => (pid === undefined ? undefined : processorTimeOf(pid)),
    stop: async () => {
      client.destroy();
      await stopDynamodbLocal(running);
    },
  };
}
