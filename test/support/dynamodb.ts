import type { DynamodbLocal } from '../../local/dynamodb/dynamodb-local';
import { startDynamodbLocal } from '../../local/dynamodb/start';
import { stopDynamodbLocal } from '../../local/dynamodb/stop';
import { endpointVariable, type Kind } from './endpoint-variable';
import { beginTestRun } from './table-names';

const running: DynamodbLocal[] = [];

/** Before the first test of a kind: a DynamoDB Local in memory, whose endpoint the workers find in the environment. */
export async function startDynamodb(kind: Kind): Promise<void> {
  beginTestRun();
  const dynamodb = await startDynamodbLocal({ kind, detached: false });
  running.push(dynamodb);
  process.env[endpointVariable(kind)] = dynamodb.endpoint;
}

/** After the last test of all kinds. */
export default async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map(stopDynamodbLocal));
}
