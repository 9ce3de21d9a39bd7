import type { BenchContext } from '../context';

/** Where DynamoDB answers, as a process is told that has nothing but the SDK: the SDK's own variables hold where it is not given. */
export function endpointOf({ clientConfiguration }: Pick<BenchContext, 'clientConfiguration'>): string {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL } = process.env;
  return String(clientConfiguration.endpoint ?? AWS_ENDPOINT_URL_DYNAMODB ?? AWS_ENDPOINT_URL);
}
