import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isRecord } from '../../json';
import { TIMED_OUT } from '../outcome';

interface HttpResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/**
 * What an HTTP API answers for a function's result, by the rules of payload format 2.0: a result without `statusCode` is
 * the body itself, 200 and JSON; one with `statusCode` describes the response. What does not fit is a 500, as is a
 * function that failed; one that timed out is a 503. `onMalformed` is told what does not fit.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpResponse(
  payload: Buffer,
  functionError?: string,
  onMalformed: (what: string) => void = () => undefined,
): HttpResponse {
  const result = parse(payload);
  if (functionError !== undefined) {
    return isRecord(result) && result.errorType === TIMED_OUT
      ? messageResponse(503, 'Service Unavailable')
      : messageResponse(500, 'Internal Server Error');
  }
  if (result === undefined) {
    onMalformed('it is no JSON');
    return messageResponse(500, 'Internal Server Error');
  }
  if (!isRecord(result) || result.statusCode === undefined) {
    const body = typeof result === 'string' ? Buffer.from(result) : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const response = described(result);
  if (typeof response !== 'string') return response;
  onMalformed(response);
  return messageResponse(500, 'Internal Server Error');
}

/** The response that a result with `statusCode` describes, or what is malformed. */
function described(result: Record<string, unknown>): HttpResponse | string {
  const status = Number(result.statusCode);
  const { headers = {}, cookies = [], body = '', isBase64Encoded = false } = withoutNulls(result);
  if (!Number.isInteger(status) || status < 100 || status > 599) return 'statusCode is none';
  if (!isRecord(headers)) return 'headers is no object';
  if (!isListOfStrings(cookies)) return 'cookies is no list of strings';
  if (typeof body !== 'string') return 'body is no string';
  if (typeof isBase64Encoded !== 'boolean') return 'isBase64Encoded is no boolean';
  const unsendable = Object.entries(headers).find(([name, value]) => !isSendable(name, value));
  if (unsendable) return `the header ${JSON.stringify(unsendable[0])} can't be sent`;
  if (!cookies.every((cookie) => isSendable('set-cookie', cookie))) return "a cookie can't be sent";
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(named),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function isListOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

/** Whether HTTP can carry it: a line break, for one, would begin another header. */
function isSendable(name: string, value: unknown): boolean {
  if (value === null || typeof value === 'object') return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}

function withoutNulls(result: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== null));
}

/** What an HTTP API says by itself, as `{"message":"Not Found"}`. */
export function messageResponse(status: number, message: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
