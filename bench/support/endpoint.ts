import type { BenchContext } from '../context';

/**
 * Where DynamoDB answers, for a process that is told so: the SDK's own variables hold where the configuration has no
 * endpoint, and an empty one is as good as none.
 */
export function endpointOf({ clientConfiguration }: Pick<BenchContext, 'clientConfiguration'>): string {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  return String(clientConfiguration.endpoint ?? (AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL));
}
