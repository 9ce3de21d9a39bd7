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

/** An API whose table can't be reached: what it answers here, it answers without one. */
export function apiWithoutTable(failure: Error = new Error('The table must not be needed.')) {
  const log = jest.fn();
  const connectTable = jest.fn().mockRejectedValue(failure);
  return { call: caller(connectTable, log), log, connectTable };
}

/** An API whose table is found, and used by nobody. */
export const apiWithConnection = () => ({ call: caller(() => Promise.resolve({} as Table)) });
