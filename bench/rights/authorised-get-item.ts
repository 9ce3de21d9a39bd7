import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '../../bootstrap/create-table';
import type { BenchContext } from '../context';
import { dropTable } from '../migrate/bench-table';
import { startCompanion } from '../support/companion';
import { type Measurement, timed } from '../support/measurement';
import type { GatewayOptions, GatewayReady } from './gateway-process';

const DIRECT = 'DynamoDB Local directly';
const AS_ROLE = 'through the stand-in, under the role of api';
const AS_DEVELOPER = 'through the stand-in, not authorised';

const KEY = { pk: { S: 'company#acme' }, sk: { S: 'company#' } };

/** The same small item, got one at a time: directly, and through a stand-in that runs as `yarn local up` runs it. */
export async function authorisedGetItem({ clientConfiguration, deployment }: BenchContext): Promise<Measurement> {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  const dynamodbEndpoint = String(clientConfiguration.endpoint ?? (AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL));
  const tableName = `bench-rights-${randomUUID()}`;
  const direct = new DynamoDBClient(clientConfiguration);
  await ensureTable(direct, { name: tableName, settings: {} });
  await direct.send(new PutItemCommand({ TableName: tableName, Item: { ...KEY, name: { S: 'Acme' } } }));
  const gateway = await startCompanion<GatewayReady>(path.join(__dirname, 'gateway-process.ts'), {
    deployment,
    tableName,
    dynamodbEndpoint,
  } satisfies GatewayOptions);
  const { endpoint, credentials } = gateway.ready;
  const clients: Record<string, DynamoDBClient> = {
    [DIRECT]: direct,
    [AS_ROLE]: new DynamoDBClient({ ...clientConfiguration, endpoint, credentials }),
    [AS_DEVELOPER]: new DynamoDBClient({ ...clientConfiguration, endpoint }),
  };
  const get = (client: DynamoDBClient) => client.send(new GetItemCommand({ TableName: tableName, Key: KEY }));
  return {
    title: 'a GetItem, what the authorising stand-in adds to it',
    contenders: Object.keys(clients),
    baseline: DIRECT,
    comparison: 'difference',
    goals: { [AS_ROLE]: 2 },
    rounds: 2001,
    // As long as three processes take to be compiled by their virtual machines.
    warmUps: 500,
    round: timed(Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, () => get(client)]))),
    tearDown: async () => {
      await gateway.end();
      await dropTable(direct, tableName);
      for (const client of Object.values(clients)) client.destroy();
    },
    notes: ['A round is one GetItem of each, one after another; the stand-in is a process of its own.'],
  };
}
