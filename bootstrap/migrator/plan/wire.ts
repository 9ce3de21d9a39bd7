import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './plain-item';

/** A request to DynamoDB: AWS JSON 1.0, in which binary values are base64. */
export interface Call {
  operation: string;
  input: Record<string, unknown>;
}

/** What the SDK takes for an HTTP response: it looks at these members alone. */
export interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Reads the operation and its parameters from what the SDK is about to send. Without an operation it is ''. */
export function toCall(request: { headers: Record<string, string>; body?: string | Uint8Array }): Call {
  const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
  const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
  return { operation, input: operation ? JSON.parse(body || '{}') : {} };
}

/** A response that succeeds. */
export const answer = (output: object): Response => respond(200, output);

/** A response that the SDK throws as the exception of that name. */
export const refuse = (name: string, message: string, details: object = {}): Response =>
  respond(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, Message: message, ...details });

/** The name of the exception that a response stands for, if any, and the response, which can be read once more. */
export async function exceptionOf(response: Response): Promise<{ name: string | undefined; response: Response }> {
  if (response.statusCode < 300) return { name: undefined, response };
  const { output, response: whole } = await readOutput(response);
  return { name: String(output.__type ?? '').split('#')[1] ?? '', response: whole };
}

/** What a response says, and the response, which can be read once more. */
export async function readOutput(response: Response): Promise<{ output: Record<string, unknown>; response: Response }> {
  const chunks: Uint8Array[] = [];
  if (response.body instanceof Uint8Array) chunks.push(response.body);
  else for await (const chunk of response.body) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return { output: parse(body.toString('utf8')), response: { ...response, body } };
}

/** An item as it stands in a request, in the form of the SDK: its binary values are bytes. */
export function fromWire(item: unknown): Item {
  return mapValues(item as Item, (value) => mapBinary(value, (bytes) => Buffer.from(String(bytes), 'base64')));
}

/** An item in the form in which a response carries it: its binary values are base64. */
export function toWire(item: Item): Record<string, unknown> {
  return mapValues(item, (value) => mapBinary(value, (bytes) => Buffer.from(bytes).toString('base64')));
}

function mapBinary(value: AttributeValue, map: (bytes: Uint8Array) => unknown): AttributeValue {
  if (value.B !== undefined) return { B: map(value.B) } as AttributeValue;
  if (value.BS !== undefined) return { BS: value.BS.map(map) } as AttributeValue;
  if (value.L !== undefined) return { L: value.L.map((member) => mapBinary(member, map)) };
  if (value.M !== undefined) return { M: mapValues(value.M, (member) => mapBinary(member, map)) };
  return value;
}

const mapValues = (item: Item, map: (value: AttributeValue) => AttributeValue): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, map(value)]));

const respond = (statusCode: number, output: object): Response => ({
  statusCode,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(JSON.stringify(output, withSeconds)),
});

/** Times are seconds since 1970; of a date, JSON would make a text before it asks what to make of it. */
function withSeconds(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

/** A proxy on the way may answer with something else than JSON. */
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
