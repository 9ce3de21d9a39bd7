import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { sdkKeyAt } from './backfills';
import { createRandom } from './random';

/** A write that DynamoDB has acknowledged. */
export interface LiveWrite {
  kind: 'updated' | 'added' | 'deleted';
  /** Which item, as `fill` numbers them. */
  position: number;
  /** What its attribute `touched` is then. */
  touched: number;
}

export interface LiveWriterOptions {
  tableName: string;
  /** So many items were there before; those that it adds come behind them. */
  items: number;
  seed: number;
}

/** Writers that are at it side by side. */
const LANES = 4;

/**
 * The application, as it goes on while a backfill runs: updates, adds and deletes items until it is told to end (SIGTERM).
 * Says `{writing}` after its first write, and at the end its log, `{log}`.
 */
async function main(): Promise<void> {
  const { tableName, items, seed } = JSON.parse(process.argv[2] ?? '') as LiveWriterOptions;
  const client = new DynamoDBClient();
  const log: LiveWrite[] = [];
  const deleted = new Set<number>();
  let isToEnd = false;
  let writes = 0;
  let added = items;
  process.on('SIGTERM', () => {
    isToEnd = true;
  });

  const updateItem = (position: number, touched: number) =>
    client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: sdkKeyAt(position),
        UpdateExpression: 'SET touched = :touched',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':touched': { N: String(touched) } },
      }),
    );
  const addItem = (position: number, touched: number) =>
    client.send(
      new PutItemCommand({ TableName: tableName, Item: { ...sdkKeyAt(position), touched: { N: String(touched) } } }),
    );
  const deleteItem = (position: number) =>
    client.send(new DeleteItemCommand({ TableName: tableName, Key: sdkKeyAt(position) }));

  async function write(lane: number, random: (end: number) => number): Promise<void> {
    const touched = ++writes;
    const kind = random(10);
    if (kind === 0) {
      const position = added++;
      await addItem(position, touched);
      log.push({ kind: 'added', position, touched });
      return;
    }
    // Each lane has its own items: the last of its writes is what has to be there.
    const position = random(Math.floor(items / LANES)) * LANES + lane;
    if (deleted.has(position)) return;
    if (kind === 1) {
      deleted.add(position);
      await deleteItem(position);
      log.push({ kind: 'deleted', position, touched });
    } else {
      await updateItem(position, touched);
      log.push({ kind: 'updated', position, touched });
    }
  }

  async function work(lane: number): Promise<void> {
    const random = createRandom(seed + lane);
    while (!isToEnd) {
      await write(lane, random).catch((error) => {
        // It had no effect: a transaction was at the same item.
        if (!(error instanceof TransactionConflictException)) throw error;
      });
      if (writes === LANES) say({ writing: true });
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
  say({ log });
}

const say = (document: unknown): void => void process.stdout.write(`${JSON.stringify(document)}\n`);

void main();
