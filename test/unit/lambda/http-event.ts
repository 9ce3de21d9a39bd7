import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface HttpRequest {
  /** As API Gateway has it once it has found the route, e.g. `GET /users/{email}`. */
  routeKey: string;
  method?: string;
  path?: string;
  pathParameters?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON where it is no text. */
  body?: unknown;
  isBase64Encoded?: boolean;
}

/** An event of API Gateway's payload format 2.0. */
export function httpEvent(request: HttpRequest): APIGatewayProxyEventV2 {
  const { routeKey, query, body, pathParameters, isBase64Encoded = false } = request;
  const [routeMethod = '', routePath = ''] = routeKey.split(' ');
  const { method = routeMethod, path = routePath } = request;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...request.headers },
    pathParameters,
    queryStringParameters: query,
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      requestId: 'request-of-the-api',
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'jest' },
    },
  };
}
