import { isRunning as isDynamodbRunning } from '../dynamodb/stop';
import { isGatewayRunning } from './gateway-process';
import { readServices } from './record';

export interface ServiceStatus {
  service: 'DynamoDB Local' | 'AWS stand-in';
  running: boolean;
  /** Where it answers, or did when it was last started. */
  endpoint?: string;
  /** `docker` or `java` and the process or container. */
  how?: string;
}

/** Which local services run, and where; of another version's record as much as can be read of it. */
export async function servicesStatus(): Promise<ServiceStatus[]> {
  const { dynamodb, gateway } = readServices({ anyLayout: true });
  return [
    {
      service: 'DynamoDB Local',
      running: dynamodb !== undefined && (await isDynamodbRunning(dynamodb)),
      endpoint: dynamodb?.endpoint,
      how: dynamodb && `${dynamodb.kind} ${dynamodb.containerId?.slice(0, 12) ?? `process ${dynamodb.pid}`}`,
    },
    {
      service: 'AWS stand-in',
      running: gateway !== undefined && (await isGatewayRunning(gateway)),
      endpoint: gateway?.endpoint,
      how: gateway && `process ${gateway.pid}`,
    },
  ];
}
