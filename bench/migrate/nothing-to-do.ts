import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BenchContext } from '../context';
import { type Measurement, timed } from '../support/measurement';
import { benchTableName, bootstrapTable, dropTable, recordRequests } from './bench-table';
import { replay } from './replay';

const BOOTSTRAP = 'bootstrap()';
const BY_HAND = 'its requests by hand';

/** A bootstrap of a table that is ready beside the requests that it sends. */
export async function nothingToDo({ clientConfiguration }: BenchContext): Promise<Measurement> {
  const client = new DynamoDBClient(clientConfiguration);
  const name = benchTableName();
  await bootstrapTable(client, name);
  const requests = await recordRequests(client, () => bootstrapTable(client, name));
  return {
    title: 'a bootstrap with nothing to do',
    contenders: [BOOTSTRAP, BY_HAND],
    baseline: BY_HAND,
    comparison: 'difference',
    goals: { [BOOTSTRAP]: 15 },
    rounds: 51,
    warmUps: 3,
    round: timed({
      [BOOTSTRAP]: () => bootstrapTable(client, name),
      [BY_HAND]: () => replay(client, requests, { from: name, to: name }),
    }),
    tearDown: async () => {
      await dropTable(client, name);
      client.destroy();
    },
    notes: [
      `It sends ${requests.length} requests (goal: at most 3): ${requests.map(({ command }) => command).join(', ')}.`,
    ],
  };
}
