import { createApi } from '../../../../lambda/api/api';
import { API_ROUTES } from '../../../../lambda/api/routes';
import { toHttpApiEvent } from '../../../../local/functions/http-api/event';
import { decodePath } from '../../../../local/functions/http-api/path';
import { findRoute } from '../../../../local/functions/http-api/routes';
import { createTestTable } from '../../../support/test-table';
import { requireDocumented } from '../../../unit/lambda/support/contract';

export type Api = Awaited<ReturnType<typeof createTestApi>>;

/**
 * The API over a table of its own, asked by method and address as an HTTP API is: the stand-in's routing and events, but
 * no HTTP. Every answer but those to HEAD is held against the OpenAPI document.
 */
export async function createTestApi() {
  const testTable = await createTestTable();
  const handler = createApi({ connectTable: async () => testTable.table, log: () => {} });

  async function send(method: string, address: string, body?: unknown, headers: Record<string, string> = {}) {
    const [encodedPath = '', rawQuery = ''] = address.split('?');
    const rawPath = decodePath(encodedPath) ?? '';
    const routes = API_ROUTES.map((routeKey) => ({ routeKey, target: 'api' }));
    const { routeKey, pathParameters } = findRoute(routes, method, rawPath) ?? {
      routeKey: '$default',
      pathParameters: {},
    };
    const event = toHttpApiEvent(
      {
        method,
        rawPath,
        rawQuery,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
        sourceIp: '127.0.0.1',
      },
      { apiId: 'api', stage: '$default', domainName: 'localhost', accountId: '000000000000', routeKey, pathParameters },
    );
    const answer = await handler(event, { awsRequestId: 'request-1' });
    const text = answer.body;
    const clientAnswer = {
      status: answer.statusCode ?? 200,
      headers: answer.headers ?? {},
      body: text === undefined ? undefined : JSON.parse(text),
    };
    if (method !== 'HEAD') requireDocumented(routeKey, clientAnswer);
    return clientAnswer;
  }

  /** Sends what has to succeed for a test to begin. */
  async function prepare(method: string, address: string, body?: unknown) {
    const answer = await send(method, address, body);
    if (answer.status >= 300) throw new Error(`${method} ${address} answered ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    send,
    get: (address: string, headers?: Record<string, string>) => send('GET', address, undefined, headers),
    post: (address: string, body: unknown) => send('POST', address, body),
    patch: (address: string, etag: unknown, body: unknown) =>
      send('PATCH', address, body, { 'if-match': String(etag), 'content-type': 'application/merge-patch+json' }),
    put: (address: string) => send('PUT', address),
    delete: (address: string, headers?: Record<string, string>) => send('DELETE', address, undefined, headers),
    createCompany: (name: string) => prepare('POST', '/companies', { name }),
    createUser: (companyName: string, email: string, more: object = {}) =>
      prepare('POST', `/companies/${encodeURIComponent(companyName)}/users`, { email, name: 'Ada', ...more }),
    testTable,
    remove: () => testTable.remove(),
  };
}
