import { randomUUID } from 'node:crypto';
import { decodePercents } from '../../percent-encoding';
import type { AwsRequest, AwsResponse, AwsService } from '../service';
import { type AwsFault, toFault, unknownAction } from './fault';

/** A call of a REST service, its path's labels decoded. */
interface RestCall {
  request: AwsRequest;
  /** The label's part of the path, percent-decoded; the empty string for a name that the path does not have. */
  label(name: string): string;
}

export interface RestRoute {
  /** Name of the action, for messages. */
  action: string;
  method: string;
  /** Path with `{Label}` for a whole part of it, as the service's API reference writes it. */
  path: string;
  /** Gives the response, or a plain value that is sent as JSON with status 200, or undefined for a 204. */
  handle(call: RestCall): RestResult | Promise<RestResult>;
}

/** `status` defaults to 200; `json` is encoded, `body` sent as it is. */
export interface RestResult {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  body?: Buffer;
}

/** A service that speaks AWS REST JSON (Lambda, API Gateway): method and path tell the action. */
export function restJsonService(options: { service: string; routes: readonly RestRoute[] }): AwsService {
  const routes = options.routes.map((route) => ({ route, parts: partsOf(route.path) }));
  return async (request) => {
    const parts = partsOf(request.path);
    const found = routes.find(
      (candidate) => candidate.route.method === request.method && matches(candidate.parts, parts),
    );
    const name = found?.route.action ?? `${request.method} ${request.path}`;
    try {
      if (!found) throw unknownAction(options.service, name);
      const answer = await found.route.handle({ request, label: labelReader(found.parts, parts) });
      return { ...encode(answer), operation: name };
    } catch (error) {
      return { ...restJsonFault(toFault(error, options.service, name)), operation: name };
    }
  };
}

/** A fault as REST JSON words it: SDKs read the code from the header. */
export function restJsonFault(fault: AwsFault): AwsResponse {
  return {
    status: fault.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': fault.code,
      'x-amzn-requestid': randomUUID(),
    },
    body: JSON.stringify({ Type: 'User', message: fault.message, Message: fault.message }),
  };
}

/** Split before it is decoded, so that an encoded slash (an ARN in a label) does not end its part. */
function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matches(template: readonly string[], parts: readonly string[]): boolean {
  return template.length === parts.length && template.every((part, index) => isLabel(part) || part === parts[index]);
}

function isLabel(part: string): boolean {
  return part.startsWith('{') && part.endsWith('}');
}

function labelReader(template: readonly string[], parts: readonly string[]): (name: string) => string {
  return (name) => decodePercents(parts[template.indexOf(`{${name}}`)] ?? '');
}

function encode(result: RestResult): AwsResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...result.headers };
  const body = result.json === undefined ? result.body : JSON.stringify(result.json);
  return { status: result.status ?? 200, headers, ...(body === undefined ? {} : { body }) };
}
