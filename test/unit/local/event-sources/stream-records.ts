import type { StreamRecord } from '../../../../local/aws/services/lambda/event-sources/stream-record';

/** A record with that sequence number, written at that time (seconds since 1970). */
export function streamRecord(sequenceNumber: number, writtenAt = 1_800_000_001): StreamRecord {
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: 'INSERT',
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/1',
    dynamodb: {
      SequenceNumber: String(sequenceNumber).padStart(21, '0'),
      ApproximateCreationDateTime: writtenAt,
    },
  };
}

/** Records with these sequence numbers. */
export const streamRecords = (...sequenceNumbers: number[]): StreamRecord[] =>
  sequenceNumbers.map((sequenceNumber) => streamRecord(sequenceNumber));

/** The sequence numbers of records. */
export const numbersOf = (records: readonly StreamRecord[]): number[] =>
  records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
