import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ContenderOptions, ContenderSample } from './run-contender';
import type { Way } from './ways/way';
import { withBackfill } from './ways/with-backfill';
import { withBatchWrites } from './ways/with-batch-writes';
import { withScript } from './ways/with-script';
import { withUpdateItems } from './ways/with-update-items';

const WAYS: Record<ContenderOptions['way'], Way> = {
  backfill: withBackfill,
  'update-items': withUpdateItems,
  'batch-writes': withBatchWrites,
  script: withScript,
};

/** Goes one way over one table, and says what that took of this process. */
async function main(): Promise<void> {
  const { way, configuration, tableName, warmUpTableName } = JSON.parse(process.argv[2] ?? '') as ContenderOptions;
  const client = new DynamoDBClient(configuration);
  // Modules that are loaded late, sockets and the first compilation count for no contender.
  await WAYS[way]({ client, tableName: warmUpTableName });
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  const result = await WAYS[way]({ client, tableName });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processorBefore);
  const sample: ContenderSample = {
    ...result,
    seconds,
    processorMicroseconds: user + system,
    // Node gives kilobytes on every platform.
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  client.destroy();
  process.stdout.write(JSON.stringify(sample));
}

void main();
