import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCompanion } from '../support/companion';
import { cityItems } from './cities';
import { createScanPages, type ScanRequest } from './scan-pages';

/** Name of a table that the server takes for one of so many items. */
const TABLE_NAME = /^items-(\d+)$/;

/**
 * A process that answers as DynamoDB does, but at once: it has tables of any size whose items are never changed, whatever
 * is written. What is measured against it is the client alone.
 */
async function start() {
  const scanPage = createScanPages([...cityItems(10_000)]);
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
    response.end(answer(operation, body, scanPage));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ready: { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    finish: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Who has taken over which segment, by the keys of the checkpoints: the ledger reads that again, and nothing else. */
const claims = new Map<string, object>();

function answer(operation: string, body: string, scanPage: (request: ScanRequest, itemCount: number) => string) {
  switch (operation) {
    case 'Scan': {
      const request: ScanRequest & { TableName: string } = JSON.parse(body);
      return scanPage(request, itemsOf(request.TableName));
    }
    case 'BatchExecuteStatement':
      return answerStatements(count(body, '"Statement":"'));
    case 'DescribeTable':
      return JSON.stringify({ Table: describe(JSON.parse(body).TableName) });
    case 'Query':
      return '{"Items":[],"Count":0,"ScannedCount":0}';
    case 'UpdateItem':
      return JSON.stringify(
        body.includes('"ReturnValues":"ALL_NEW"') ? { Attributes: attributesSet(JSON.parse(body)) } : {},
      );
    case 'TransactWriteItems':
      for (const { Update } of JSON.parse(body).TransactItems) {
        if (Update?.ExpressionAttributeNames['#segment']) claims.set(JSON.stringify(Update.Key), attributesSet(Update));
      }
      return '{}';
    case 'GetItem':
      return JSON.stringify({ Item: claims.get(JSON.stringify(JSON.parse(body).Key)) });
    default:
      return '{}';
  }
}

const answerStatements = (statements: number): string =>
  JSON.stringify({
    Responses: Array.from({ length: statements }, () => ({})),
    ConsumedCapacity: [{ CapacityUnits: statements }],
  });

interface Update {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/** A new item, as an update makes it that only sets attributes: the ledger asks for it. */
function attributesSet({
  UpdateExpression,
  ExpressionAttributeNames,
  ExpressionAttributeValues,
}: Update): Record<string, unknown> {
  const assignments: Iterable<RegExpMatchArray> = UpdateExpression.matchAll(/(#\w+) = (:\w+)/g);
  return Object.fromEntries(
    [...assignments].map(([, name = '', value = '']) => [
      ExpressionAttributeNames[name] ?? name,
      ExpressionAttributeValues[value],
    ]),
  );
}

const itemsOf = (tableName: string): number => Number(TABLE_NAME.exec(tableName)?.[1]);

const describe = (tableName: string) => ({
  TableName: tableName,
  TableStatus: 'ACTIVE',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  ItemCount: itemsOf(tableName),
  TableSizeBytes: itemsOf(tableName) * 200,
});

/** Reading each statement would take longer than all else. Inside a text the quotes are escaped, and do not match. */
const count = (body: string, part: string): number => body.split(part).length - 1;

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

void runCompanion(start);
