import { DescribeTableCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { surroundings } from '../../bootstrap/surroundings';
import { connect, getTableName } from '../../table/connect';
import { LEDGER_PARTITION, migrationRecordKey } from '../../table/ledger-keys';

/** Writes how many milliseconds each of the two took, beginning with the one that its argument names. */
async function main(first: string | undefined): Promise<void> {
  const configuration = surroundings.clientConfiguration();
  const tableName = getTableName();
  const works = { connect: () => connect(), byHand: () => askByHand(new DynamoDBClient(configuration), tableName) };
  const names = ['connect', 'byHand'] as const;
  const milliseconds: Partial<Record<keyof typeof works, number>> = {};
  for (const name of first === 'connect' ? names : names.toReversed()) {
    const start = performance.now();
    const client = await works[name]();
    milliseconds[name] = performance.now() - start;
    client.destroy();
  }
  process.stdout.write(JSON.stringify(milliseconds));
}

/** What connect() can't do without: whether the table is there, and what its ledger says. */
async function askByHand(client: DynamoDBClient, tableName: string): Promise<DynamoDBClient> {
  await client.send(new DescribeTableCommand({ TableName: tableName }));
  await client.send(
    new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': { S: LEDGER_PARTITION }, ':prefix': { S: migrationRecordKey('') } },
    }),
  );
  return client;
}

void main(process.argv[2]);
