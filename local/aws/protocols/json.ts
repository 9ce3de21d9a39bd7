import { randomUUID } from 'node:crypto';
import type { AwsResponse, AwsService } from '../service';
import type { Action } from './action';
import { AwsFault, toFault, unknownAction } from './fault';

/** A service that speaks AWS JSON 1.1 (CloudWatch Logs): the action is in `X-Amz-Target`, input and output are JSON. */
export function jsonService(options: { service: string; actions: Record<string, Action> }): AwsService {
  return async (request) => {
    const name = request.headers['x-amz-target']?.split('.').at(-1) ?? '(none)';
    try {
      const handle = Object.hasOwn(options.actions, name) ? options.actions[name] : undefined;
      if (!handle) throw unknownAction(options.service, name);
      const result = await handle(parseJson(request.body), request);
      return jsonResponse(200, JSON.stringify(result ?? {}));
    } catch (error) {
      return jsonFault(toFault(error, options.service, name));
    }
  };
}

/** A fault as AWS JSON words it. */
export function jsonFault(fault: AwsFault): AwsResponse {
  return jsonResponse(fault.status, JSON.stringify({ __type: fault.code, message: fault.message }));
}

/** The body as JSON; an empty one is an empty object. Throws SerializationException, as AWS does. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new AwsFault('SerializationException', `The request's body is not JSON: ${String(cause)}`, 400, { cause });
  }
}

function jsonResponse(status: number, body: string): AwsResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }, body };
}
