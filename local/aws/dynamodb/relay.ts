import { crc32 } from 'node:zlib';
import { isRecord } from '../../json';
import type { AwsResponse } from '../service';
import { type Place, toAwsArns, toLocalArns } from './arns';
import type { Forward, ForwardedResponse } from './forward';

/** The operations that carry users' data and no ARNs: their bodies pass as they are, and are not even read. */
const dataOperations = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
]);

/**
 * Passes a call on to DynamoDB Local and its answer back, with the ARNs rewritten in what describes tables and streams.
 * A table's ARN in place of its name needs no rewriting: DynamoDB Local takes it from any region and account.
 */
export async function relay(
  call: { operation: string; headers: Record<string, string>; body: Buffer },
  options: { forward: Forward; place: Place },
): Promise<AwsResponse> {
  if (dataOperations.has(call.operation)) return options.forward(call.headers, call.body);
  const body = Buffer.from(toLocalArns(call.body.toString('utf8'), options.place));
  const response = await options.forward(call.headers, body);
  const text = response.body.toString('utf8');
  const rewritten =
    call.operation === 'GetRecords' ? rewriteRecords(text, options.place) : toAwsArns(text, options.place);
  return withBody(response, rewritten);
}

/** A response with another body, and the length and checksum that fit it. AWS SDKs verify the checksum. */
export function withBody(response: ForwardedResponse, text: string): AwsResponse {
  const body = Buffer.from(text);
  const headers = { ...response.headers, 'content-length': String(body.length), 'x-amz-crc32': String(crc32(body)) };
  return { status: response.status, headers, body };
}

/** Stream records hold users' data, in which nothing may be rewritten: only the iterator and the records' region are. */
function rewriteRecords(text: string, place: Place): string {
  const answer: unknown = JSON.parse(text);
  if (!isRecord(answer) || !Array.isArray(answer.Records)) return toAwsArns(text, place);
  const { NextShardIterator: next } = answer;
  return JSON.stringify({
    ...answer,
    Records: answer.Records.map((record: unknown) =>
      isRecord(record) ? { ...record, awsRegion: place.region } : record,
    ),
    NextShardIterator: typeof next === 'string' ? toAwsArns(next, place) : next,
  });
}
