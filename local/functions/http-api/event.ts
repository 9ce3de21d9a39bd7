import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface HttpRequest {
  method: string;
  /** Path below the API's endpoint, as `decodePath` gives it. */
  rawPath: string;
  /** Query without the question mark, still percent-encoded. */
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
}

interface HttpApi {
  apiId: string;
  stage: string;
  domainName: string;
  accountId: string;
  routeKey: string;
  /** As `findRoute` gives them. */
  pathParameters: Record<string, string>;
  stageVariables?: Record<string, string>;
}

/**
 * The event of payload format 2.0 that an HTTP API sends to a function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * As on AWS: `rawPath` and path parameters are decoded, `rawQueryString` is not; headers and query parameters
 * given several times are joined with commas; cookies leave the headers for a list of their own.
 */
export function toHttpApiEvent(request: HttpRequest, api: HttpApi): APIGatewayProxyEventV2 {
  const now = new Date();
  const { cookie, ...headers } = joinedHeaders(request.headers);
  const query = joinedQuery(request.rawQuery);
  const cookies = cookie?.split(';').map((part) => part.trim());
  return {
    version: '2.0',
    routeKey: api.routeKey,
    rawPath: request.rawPath,
    rawQueryString: request.rawQuery,
    ...(cookies && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      domainName: api.domainName,
      domainPrefix: api.domainName.split('.')[0] ?? api.domainName,
      http: {
        method: request.method,
        path: request.rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: api.routeKey,
      stage: api.stage,
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...encodedBody(request),
    ...(Object.keys(api.pathParameters).length > 0 && { pathParameters: api.pathParameters }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
  };
}

function joinedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(',') : value]],
    ),
  );
}

function joinedQuery(rawQuery: string): Record<string, string> | undefined {
  const parameters = new URLSearchParams(rawQuery);
  const names = [...new Set(parameters.keys())];
  return names.length === 0
    ? undefined
    : Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
}

/**
 * Which bodies AWS passes on as text: its documentation names none; observed are these types and no others, so that a
 * form (`application/x-www-form-urlencoded`) and a body without a type arrive in base64.
 */
const TEXT_TYPES = /^(text\/.*|application\/(json|xml|javascript))$/;

function encodedBody({ headers, body }: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) {
    return { isBase64Encoded: false };
  }
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = TEXT_TYPES.test(type) && headers['content-encoding'] === undefined;
  return isText
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000`, the form of the common log format. */
function commonLogTime(date: Date): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const day = `${twoDigits(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${date.toISOString().slice(11, 19)} +0000`;
}
