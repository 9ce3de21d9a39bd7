import type { Config } from '@jest/types';
import { stopDynamodbLocal } from '../../local/dynamodb/stop';
import type { Kind } from './endpoint-variable';
import { running } from './start-dynamodb';

/** After the last test of a kind. */
export default async function stopDynamodb(_: Config.GlobalConfig, project: Config.ProjectConfig): Promise<void> {
  const dynamodb = running.get(project.globals.LOCAL_DYNAMODB as Kind);
  if (dynamodb) await stopDynamodbLocal(dynamodb);
}
