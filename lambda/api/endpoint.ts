import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Table } from '../../table/table';

/**
 * What answers one route. `connectTable` is called only once the request is found valid: one that is not costs no
 * connection.
 */
export type Endpoint = (
  event: APIGatewayProxyEventV2,
  connectTable: () => Promise<Table>,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** An answer in JSON. */
export function answer(
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
