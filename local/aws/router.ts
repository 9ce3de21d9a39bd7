import type { IncomingMessage } from 'node:http';
import { isSessionKey } from './credentials';
import { checkOrigin } from './foreign-callers';
import { readBody, singleHeaders } from './http';
import { readCredentialScope } from './protocols/credential-scope';
import { AwsFault } from './protocols/fault';
import { jsonFault } from './protocols/json';
import { queryFault } from './protocols/query';
import { restJsonFault } from './protocols/rest-json';
import type { AwsRequest, AwsResponse } from './service';
import { s3Fault } from './services/s3/service';
import type { Services } from './services/start';

/** What is sent back, by whichever of the services. */
export interface GatewayResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Services whose calls by functions are authorised, or need not be: all others are refused to a function. */
const servicesForSessions = new Set(['dynamodb', 'sns', 'sqs', 'sts']);

/** Is told of each call of a service, and which action it was, e.g. `CreateFunction`. */
export type OnCall = (request: AwsRequest, operation: string) => void;

/**
 * Leads a request to where it belongs: a signed one to the service in its credential scope, another one below
 * `/execute-api/<apiId>` to the HTTP API. `onRefusal` is told what was refused, for the gateway's log. Rejects with an
 * AwsFault for what is led nowhere.
 */
export function router(
  services: Services,
  onRefusal: (line: string) => void,
  onCall?: OnCall,
): (incoming: IncomingMessage) => Promise<GatewayResponse> {
  return async (incoming) => {
    const [path = '/', rawQuery = ''] = splitOnce(incoming.url ?? '/', '?');
    const headers = singleHeaders(incoming.headers);
    const query = new URLSearchParams(rawQuery);
    const scope = readCredentialScope(headers);
    const [, apiId, apiPath = '/'] = /^\/execute-api\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (scope || apiId === undefined) checkOrigin(headers);
    const method = incoming.method ?? 'GET';
    const body = await readBody(incoming);
    if (scope) {
      const request: AwsRequest = { ...scope, method, path, query, headers, body };
      const response = await callService(services, request);
      if (isWorthLogging(request, response)) onRefusal(describeRefusal(request, response));
      onCall?.(request, response.operation ?? actionOf(request));
      return response;
    }
    if (apiId === undefined) throw new AwsFault('MissingAuthenticationToken', unsigned, 403);
    const sourceIp = incoming.socket.remoteAddress ?? '127.0.0.1';
    return services.callHttpApi({ apiId, method, path: apiPath, rawQuery, headers: incoming.headers, body, sourceIp });
  };
}

const unsigned =
  'The request is not signed for an AWS service (no credential scope in its Authorization header) and is no call of an HTTP API (/execute-api/<apiId>/…).';

async function callService(services: Services, request: AwsRequest): Promise<AwsResponse> {
  const service = Object.hasOwn(services.byName, request.service) ? services.byName[request.service] : undefined;
  if (!service) return faultFor(request, unknownService(request));
  const refusal =
    services.refusalOfKey(request.accessKeyId) ??
    (request.service === 'dynamodb' ? undefined : refusalOfSession(services, request));
  return refusal ? faultFor(request, refusal) : service(request);
}

/** Some services have their own authorisation. The others have none, and what is not evaluated is not let through. */
function refusalOfSession({ credentials }: Services, request: AwsRequest): AwsFault | undefined {
  if (!isSessionKey(request.accessKeyId)) return undefined;
  const session = credentials.sessionOf(request.accessKeyId);
  if (!session) {
    return new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  }
  if (servicesForSessions.has(request.service)) return undefined;
  return new AwsFault(
    'AccessDeniedException',
    `User: ${session.arn} is not authorized to perform: ${request.service}:${actionOf(request)}: the local stand-in for AWS evaluates the policies of functions for DynamoDB, SQS and SNS only, and lets them call no other service.`,
    403,
  );
}

function unknownService(request: AwsRequest): AwsFault {
  return new AwsFault(
    'NotImplemented',
    `The local stand-in for AWS does not have the service ${request.service} (${actionOf(request)}). Leave the resource that needs it out of the local deployment, or point AWS_ENDPOINT_URL at an emulator that has it.`,
    501,
  );
}

/** The action as far as the protocol tells it without knowledge of the service. */
export function actionOf(request: AwsRequest): string {
  const target = request.headers['x-amz-target'];
  if (target) return target.split('.').at(-1) ?? target;
  if (!isForm(request)) return `${request.method} ${request.path}`;
  return new URLSearchParams(request.body.toString('utf8')).get('Action') ?? '(no action)';
}

/** A fault in the form of the protocol that the request speaks. */
export function faultFor(request: AwsRequest, fault: AwsFault): AwsResponse {
  if (request.service === 's3') return s3Fault(fault, request);
  if (request.headers['x-amz-target']) return jsonFault(fault);
  return isForm(request) ? queryFault(fault) : restJsonFault(fault);
}

function isForm(request: AwsRequest): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** Not what is merely absent or already there, which Terraform asks in the course of things; not DynamoDB's own answers. */
function isWorthLogging(request: AwsRequest, response: AwsResponse): boolean {
  // SQS answers 400 where there is no such queue, in this header.
  const isAbsent = response.headers?.['x-amzn-query-error']?.includes('NonExistentQueue') ?? false;
  if (response.status < 400 || request.service === 'dynamodb') return false;
  return !isAbsent && ![404, 409, 412].includes(response.status);
}

function describeRefusal(request: AwsRequest, response: AwsResponse): string {
  return `${request.service} ${actionOf(request)}: ${response.status} ${String(response.body ?? '').slice(0, 600)}`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
