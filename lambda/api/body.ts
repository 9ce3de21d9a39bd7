import { ApiError, invalidRequest } from './errors';

/** Bytes. API Gateway takes 10 MB and Lambda 6 MB; nothing that this API stores comes near to that. */
const BODY_BYTES = 256 * 1024;

/** What a body is read from: an event of API Gateway's payload format 2.0, whose header names are in lower case. */
interface BodyEvent {
  headers: Record<string, string | undefined>;
  body?: string;
  isBase64Encoded: boolean;
}

/**
 * The JSON object in a request's body, of which only `fields` may be there.
 *
 * @throws {ApiError} `body-too-large`, `not-json`, `malformed-json`, `invalid-request`
 */
export function readBody(event: BodyEvent, fields: readonly string[]): Record<string, unknown> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES) {
    throw new ApiError(413, 'body-too-large', `The body has ${bytes.length} bytes. Send at most ${BODY_BYTES}.`);
  }
  const contentType = event.headers['content-type'] ?? '';
  if (!JSON_TYPE.test(contentType)) {
    throw new ApiError(415, 'not-json', `The content type is "${contentType}". Send application/json.`);
  }
  const body = parse(bytes);
  const unknown = Object.keys(body).filter((field) => !fields.includes(field));
  if (unknown.length === 0) return body;
  throw invalidRequest(unknown.map((field) => ({ field, reason: `It is not known here. Send ${fields.join(', ')}.` })));
}

/** `application/json` itself and what is built on it, such as `application/problem+json`; JSON is always UTF-8. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new ApiError(400, 'malformed-json', 'The body is not JSON.', {}, { cause });
  }
  throw new ApiError(400, 'malformed-json', 'The body is not a JSON object.');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
