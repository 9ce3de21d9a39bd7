import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** The same answer with nothing behind it. */
export async function handler({ pathParameters }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const body = JSON.stringify({ name: pathParameters?.name });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}
