import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiError } from './errors';
import { MERGE_PATCH_TYPE } from './limits';

/** Bytes. API Gateway takes 10 MB and Lambda 6 MB; nothing that this API stores comes near to that. */
const BODY_BYTES = 256 * 1024;

/** What a body is read from: the header names of payload format 2.0 are in lower case. */
type BodyEvent = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

/**
 * The JSON object in a request's body, of the type that `contentType` names or of any other that is JSON.
 *
 * @throws {ApiError} `body-too-large`, `not-json`, `malformed-json`
 */
export function readBody(event: BodyEvent, contentType: string): Record<string, unknown> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_BYTES) {
    throw new ApiError('body-too-large', `The body has ${bytes.length} bytes. Send at most ${BODY_BYTES}.`);
  }
  const given = event.headers['content-type'] ?? '';
  if (JSON_TYPE.test(given)) return parse(bytes);
  const header = contentType === MERGE_PATCH_TYPE ? 'accept-patch' : 'accept';
  throw new ApiError('not-json', `The content type is "${given}". Send ${contentType}.`, {
    headers: { [header]: contentType },
  });
}

/** `application/json` itself and what is built on it, such as `application/merge-patch+json`; JSON is always UTF-8. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new ApiError('malformed-json', 'The body is not JSON.', {}, { cause });
  }
  throw new ApiError('malformed-json', 'The body is not a JSON object.');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
