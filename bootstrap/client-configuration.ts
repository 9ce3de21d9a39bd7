import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { readServices } from '../local/services/record';
import type { Deployment } from '../table/deployment';
import { BootstrapError } from './errors';

/**
 * How to reach a deployment's DynamoDB. For `local`, an endpoint in the environment comes first (the SDK reads
 * AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL by itself), then the DynamoDB Local that `yarn local up` started.
 *
 * @throws {BootstrapError} `local-not-running`
 */
export function clientConfiguration(deploymentName: string, { region }: Deployment): DynamoDBClientConfig {
  if (deploymentName !== 'local') return { region };
  return { region, endpoint: localEndpoint(), credentials: localCredentials() };
}

function localEndpoint(): string | undefined {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL) return undefined;
  const { dynamodb } = readServices();
  if (dynamodb) return dynamodb.endpoint;
  throw new BootstrapError(
    'local-not-running',
    'No local DynamoDB runs. Run yarn local up, or name one in AWS_ENDPOINT_URL_DYNAMODB.',
  );
}

/** DynamoDB Local takes any credentials, but wants some; those in the environment may belong to a real account. */
export const localCredentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
