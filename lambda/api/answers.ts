import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { etagOf } from './etag';

/** An answer in JSON. */
export function answer(
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** 200 and one thing, with its version as entity tag. */
export const answerVersion = (thing: { version: number }): APIGatewayProxyStructuredResultV2 =>
  answer(200, thing, { etag: etagOf(thing) });

/** 201 and the thing that was made. Its address is relative, so that it holds whatever path the API is under. */
export const answerCreated = (thing: { version: number }, location: string): APIGatewayProxyStructuredResultV2 =>
  answer(201, thing, { etag: etagOf(thing), location });

/** 204: it is gone. */
export const answerRemoved = (): APIGatewayProxyStructuredResultV2 => ({ statusCode: 204 });
