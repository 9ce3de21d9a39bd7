import { progressAtLatest } from '../../../../local/aws/services/lambda/event-sources/checkpoints';
import { createPollers, type Pollers } from '../../../../local/aws/services/lambda/event-sources/pollers';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';
import { type ScriptedPolling, scriptedPolling } from './polling';
import { type ScriptedStreams, scriptedStreams } from './scripted-streams';
import { streamRecord, streamRecords } from './stream-records';

let folder: TemporaryFolder;
let pollers: Pollers | undefined;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await pollers?.stop();
  folder.remove();
});

function start(streams: ScriptedStreams, settings?: object, prepare?: (polling: ScriptedPolling) => void) {
  const polling = scriptedPolling(folder.directory, streams, settings);
  prepare?.(polling);
  pollers = createPollers(polling.context);
  pollers.start();
  return polling;
}

const numberOf = (sequenceNumber: number) => streamRecord(sequenceNumber).dynamodb.SequenceNumber;

describe('of a stream whose shards are split', () => {
  const shards = () => [
    { id: 'child', parentId: 'parent', records: streamRecords(3, 4) },
    { id: 'parent', records: streamRecords(1, 2), isClosed: true },
  ];

  test('the parent’s records come before its children’s', async () => {
    const polling = start(scriptedStreams(shards()));
    await polling.until(() => polling.deliveries.length === 2);
    expect(polling.deliveries).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(polling.checkpoints.of('mapping')).toEqual({
      parent: { after: numberOf(2), isFinished: true },
      child: { after: numberOf(4) },
    });
  });

  test('a child waits while its parent’s batch fails', async () => {
    const polling = start(scriptedStreams(shards()), { MaximumRetryAttempts: 1 }, ({ onInvoke }) =>
      onInvoke((numbers) => (numbers.includes(1) ? { functionError: 'Unhandled' } : {})),
    );
    await polling.until(() => polling.deliveries.length === 3);
    expect(polling.deliveries).toEqual([
      [1, 2],
      [1, 2],
      [3, 4],
    ]);
  });

  test('what is known of shards that the stream has no longer is forgotten', async () => {
    const streams = scriptedStreams([{ id: 'young', parentId: 'trimmed', records: streamRecords(9) }]);
    const polling = start(streams, {}, ({ checkpoints }) => checkpoints.record('mapping', 'trimmed', { after: '1' }));
    await polling.until(() => polling.deliveries.length === 1);
    expect(Object.keys(polling.checkpoints.of('mapping'))).toEqual(['young']);
  });
});

test('an iterator that has expired is replaced by one at the same place', async () => {
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(1) }]);
  const polling = start(streams);
  await polling.until(() => polling.deliveries.length === 1);
  streams.failNext('ExpiredIteratorException');
  streams.shards[0]?.records.push(streamRecord(2));
  await polling.until(() => polling.deliveries.length === 2);
  expect(polling.deliveries).toEqual([[1], [2]]);
  expect(streams.positions).toEqual([
    ['shard', { type: 'TRIM_HORIZON' }],
    ['shard', { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: numberOf(1) }],
  ]);
});

test('a checkpoint that is further back than the stream gives way to the oldest record', async () => {
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(8, 9) }]);
  const { isTrimmed, ...trimmed } = trimming(streams);
  const polling = start(trimmed, {}, ({ checkpoints }) => checkpoints.record('mapping', 'shard', { after: '5' }));
  await polling.until(() => polling.deliveries.length === 1);
  expect(isTrimmed()).toBe(true);
  expect(polling.deliveries).toEqual([[8, 9]]);
});

/** The stream, refusing every position after a sequence number. */
function trimming(streams: ScriptedStreams): ScriptedStreams & { isTrimmed(): boolean } {
  let refused = false;
  return {
    ...streams,
    isTrimmed: () => refused,
    iteratorAt: async (shard, position) => {
      if (position.type === 'AFTER_SEQUENCE_NUMBER') {
        refused = true;
        streams.failNext('TrimmedDataAccessException');
      }
      return streams.iteratorAt(shard, position);
    },
  };
}

test('a stream that fails is told of once, and read again', async () => {
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(1) }]);
  streams.failNext('InternalServerError');
  streams.failNext('InternalServerError');
  const polling = start(streams);
  await polling.until(() => polling.deliveries.length === 1);
  expect(polling.log).toEqual(['lambda: event source mapping mapping: InternalServerError']);
});

test('records that are too old are given up without being delivered', async () => {
  const now = Date.now() / 1000;
  const records = [streamRecord(1, now - 7201), streamRecord(2, now - 7201), streamRecord(3, now)];
  const streams = scriptedStreams([{ id: 'shard', records }]);
  const polling = start(streams, { MaximumRecordAgeInSeconds: 3600 });
  await polling.until(() => polling.deliveries.length === 1);
  expect(polling.deliveries).toEqual([[3]]);
  expect(polling.letters).toMatchObject([
    {
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
      DDBStreamBatchInfo: { batchSize: 2, startSequenceNumber: numberOf(1), endSequenceNumber: numberOf(2) },
    },
  ]);
});

test('at a maximum age of -1 a record is delivered however old it is', async () => {
  const aDayAgo = Date.now() / 1000 - 86_400;
  const streams = scriptedStreams([{ id: 'shard', records: [streamRecord(1, aDayAgo)] }]);
  const polling = start(streams, { MaximumRecordAgeInSeconds: -1 });
  await polling.until(() => polling.deliveries.length === 1 || polling.letters.length === 1);
  expect(polling.deliveries).toEqual([[1]]);
  expect(polling.letters).toEqual([]);
});

test('an invocation that does not come about is no attempt: the records are not given up for it', async () => {
  let refusals = 2;
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(1) }]);
  const polling = start(streams, { MaximumRetryAttempts: 0 }, ({ onInvoke }) =>
    onInvoke(() => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('Rate Exceeded.');
      return {};
    }),
  );
  await polling.until(() => polling.deliveries.length === 1);
  expect(polling.letters).toEqual([]);
  expect(polling.log).toEqual(['lambda: records wait for counter: Rate Exceeded.']);
});

test('the checkpoint follows what is done, and is not moved by what is still failing', async () => {
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(1, 2, 3) }]);
  const failing = { batchItemFailures: [{ itemIdentifier: numberOf(3) }] };
  const polling = start(streams, { FunctionResponseTypes: ['ReportBatchItemFailures'] }, ({ onInvoke }) =>
    onInvoke(() => ({ answer: failing })),
  );
  await polling.until(() => polling.deliveries.length >= 2);
  expect(polling.deliveries.slice(0, 2)).toEqual([[1, 2, 3], [3]]);
  expect(polling.checkpoints.of('mapping')).toEqual({ shard: { after: numberOf(2) } });
});

test('a mapping that is deleted is read no more, and leaves no checkpoint behind', async () => {
  const streams = scriptedStreams([{ id: 'shard', records: streamRecords(1) }]);
  const polling = start(streams);
  await polling.until(() => polling.deliveries.length === 1);
  polling.context.store.change((state) => {
    state.eventSourceMappings = {};
  });
  polling.checkpoints.forget('mapping');
  pollers?.refresh();
  streams.shards[0]?.records.push(streamRecord(2));
  await pollers?.stop();
  expect(polling.deliveries).toEqual([[1]]);
  expect(polling.checkpoints.of('mapping')).toEqual({});
});

test('LATEST is the end that the stream has now, shard by shard', async () => {
  const streams = scriptedStreams([
    { id: 'closed', records: streamRecords(1, 2), isClosed: true },
    { id: 'open', records: streamRecords(3) },
    { id: 'empty', records: [] },
  ]);
  expect(await progressAtLatest(streams, 'stream')).toEqual({
    closed: { after: numberOf(2), isFinished: true },
    open: { after: numberOf(3) },
    empty: {},
  });
});
