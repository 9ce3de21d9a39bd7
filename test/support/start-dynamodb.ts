import type { Config } from '@jest/types';
import type { DynamodbLocal } from '../../local/dynamodb/dynamodb-local';
import { startDynamodbLocal } from '../../local/dynamodb/start';
import { endpointVariable, type Kind } from './endpoint-variable';

/** The DynamoDB Locals of this run of Jest, for `stop-dynamodb` to end. */
export const running = new Map<Kind, DynamodbLocal>();

/** Before the first test of a kind: a DynamoDB Local in memory, which ends with this run however that ends. */
export default async function startDynamodb(_: Config.GlobalConfig, project: Config.ProjectConfig): Promise<void> {
  const kind = project.globals.LOCAL_DYNAMODB as Kind;
  const dynamodb = await startDynamodbLocal({ kind, detached: false });
  running.set(kind, dynamodb);
  process.env[endpointVariable(kind)] = dynamodb.endpoint;
}
