import { isRecord } from '../../../../json';

/** A record of a DynamoDB stream, as a function gets it. Values are in DynamoDB's JSON. */
export interface StreamRecord {
  eventID: string;
  eventName: string;
  eventSourceARN: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: number; [name: string]: unknown };
  [name: string]: unknown;
}

/**
 * A record as the API of DynamoDB Streams gives it, in the form of Lambda's event: with the stream's ARN, and the names in
 * `userIdentity`, which a deletion by time to live has, in lower case. Source: AWS Lambda developer guide, "Using AWS
 * Lambda with Amazon DynamoDB", example event.
 */
export function toEventRecord(record: Record<string, unknown>, streamArn: string): StreamRecord {
  const { userIdentity, ...rest } = record;
  const identity = isRecord(userIdentity)
    ? { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }
    : {};
  return { ...rest, ...identity, eventSourceARN: streamArn } as StreamRecord;
}

/** Sequence numbers are decimal numbers of up to 40 digits, of different lengths: negative where `one` comes first. */
export function compareSequenceNumbers(one: string, other: string): number {
  const difference = BigInt(one) - BigInt(other);
  return Number(difference > 0n) - Number(difference < 0n);
}

/**
 * Whether a record was written longer ago than that. DynamoDB Local rounds the time of a record down to the minute: a
 * record of a full minute counts as written at the end of it, so that none is taken for older than it is.
 */
export function isOlderThan(record: StreamRecord, seconds: number, now: number): boolean {
  const { ApproximateCreationDateTime: written } = record.dynamodb;
  const latest = written % 60 === 0 ? written + 60 : written;
  return now / 1000 - latest > seconds;
}
