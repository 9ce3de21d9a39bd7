import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Table } from '../../table/table';
import { type RequestOf, type RequestShape, readRequest } from './request';

/** What answers one route. */
export interface Endpoint {
  /** What the route takes; the OpenAPI document is held against it. */
  shape: RequestShape;
  /** `connectTable` is called only once the request is found valid: one that is not costs no connection. */
  answer(event: APIGatewayProxyEventV2, connectTable: () => Promise<Table>): Promise<APIGatewayProxyStructuredResultV2>;
}

/** An endpoint that reads requests of that shape, and answers them from the table. */
export function endpoint<Shape extends RequestShape>(
  shape: Shape,
  answer: (table: Table, request: RequestOf<Shape>) => Promise<APIGatewayProxyStructuredResultV2>,
): Endpoint {
  return {
    shape,
    answer: async (event, connectTable) => {
      const request = readRequest(event, shape);
      return answer(await connectTable(), request);
    },
  };
}
