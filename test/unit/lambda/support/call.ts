import { createApi } from '../../../../lambda/api/api';
import type { Log } from '../../../../lambda/log';
import type { Table } from '../../../../table/table';
import { type HttpRequest, httpEvent } from '../http-event';
import { requireDocumented } from './contract';

/** Sends requests to the API, and holds every answer but those to HEAD against the OpenAPI document. */
export function caller(connectTable: () => Promise<Table>, log: Log = () => {}) {
  const handler = createApi({ connectTable, log });
  return async (request: HttpRequest) => {
    const { statusCode = 0, headers = {}, body } = await handler(httpEvent(request), { awsRequestId: 'request-1' });
    const answer = { status: statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) };
    if (request.method !== 'HEAD') requireDocumented(request.routeKey, answer);
    return answer;
  };
}
