import { randomUUID } from 'node:crypto';
import type { AwsResponse, AwsService } from '../service';
import type { Action } from './action';
import { AwsFault, toFault, unknownAction } from './fault';

interface JsonServiceOptions {
  service: string;
  actions: Record<string, Action>;
  /** 1.1 unless said otherwise. */
  version?: JsonVersion;
  /**
   * Given for a service that spoke the query protocol before: its clients read a fault's code from a header, by the name
   * that it had there. Those that are not in it have the same name.
   */
  queryCodes?: Record<string, string>;
}

type JsonVersion = '1.0' | '1.1';

/** A service that speaks AWS JSON (CloudWatch Logs, SQS): the action is in `X-Amz-Target`, input and output are JSON. */
export function jsonService(options: JsonServiceOptions): AwsService {
  const { version = '1.1', queryCodes } = options;
  return async (request) => {
    const name = request.headers['x-amz-target']?.split('.').at(-1) ?? '(none)';
    try {
      const handle = Object.hasOwn(options.actions, name) ? options.actions[name] : undefined;
      if (!handle) throw unknownAction(options.service, name);
      const result = await handle(parseJson(request.body), request);
      return jsonResponse(200, JSON.stringify(result ?? {}, timesInSeconds), version);
    } catch (error) {
      const fault = toFault(error, options.service, name);
      const response = jsonFault(fault, version);
      if (!queryCodes) return response;
      const code = Object.hasOwn(queryCodes, fault.code) ? queryCodes[fault.code] : fault.code;
      return { ...response, headers: { ...response.headers, 'x-amzn-query-error': `${code};Sender` } };
    }
  };
}

/** A fault as AWS JSON words it. */
export function jsonFault(fault: AwsFault, version: JsonVersion = '1.1'): AwsResponse {
  return jsonResponse(fault.status, JSON.stringify({ __type: fault.code, message: fault.message }), version);
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

/** AWS JSON writes times as seconds since the epoch. A replacer is given a Date as its text; the Date is in `this`. */
function timesInSeconds(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

function jsonResponse(status: number, body: string, version: JsonVersion): AwsResponse {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() };
  return { status, headers, body };
}
