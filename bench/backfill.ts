import { startBenchDynamodb } from './backfill/bench-dynamodb';
import { clientAlone } from './backfill/client-alone';
import { losses } from './backfill/losses';
import { rates } from './backfill/rates';
import type { Bench } from './context';

/** What a backfill takes, and what it loses, beside the ways that people go without it. */
export const backfill: Bench = {
  summary:
    'a backfill beside UpdateItem, BatchWriteItem and a script, its memory, and what it loses beside a live writer',
  run: async function* (context) {
    const dynamodb = await startBenchDynamodb();
    try {
      yield* await context.during('backfill() on DynamoDB Local', () => rates(dynamodb, context));
      yield await context.during('backfill() beside a live writer', () => losses(dynamodb, context));
    } finally {
      await dynamodb.stop();
    }
    yield* clientAlone(context);
  },
};
