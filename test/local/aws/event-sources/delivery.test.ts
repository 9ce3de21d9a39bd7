import path from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '../../../unit/support/temporary-folder';
import { RECORDED_FUNCTION, type Recorder, startRecorder } from './support/recorder';
import { allow, mayReadStream, startStandIn } from './support/stand-in';
import { createStreamedTable, type StreamedTable } from './support/streamed-table';

let folder: TemporaryFolder;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
let table: StreamedTable;
let recorder: Recorder;

beforeEach(async () => {
  folder = temporaryFolder();
  standIn = await startStandIn(path.join(folder.directory, 'aws'));
  table = await createStreamedTable();
  recorder = await startRecorder();
});
afterEach(async () => {
  recorder.close();
  await standIn.close();
  await table.remove();
  folder.remove();
});

const createFunction = (name = 'counter', { environment } = recorder, policy: object[] = []) =>
  standIn.createFunction(name, {
    policy: [...mayReadStream(table.streamArn), ...policy],
    code: RECORDED_FUNCTION,
    environment,
  });

const createMapping = (changes: object = {}) =>
  standIn.createMapping({
    EventSourceArn: table.streamArn,
    FunctionName: 'counter',
    StartingPosition: 'TRIM_HORIZON',
    ...changes,
  });

const settings = (uuid: string, changes: object) =>
  standIn.lambda('PUT', `/2015-03-31/event-source-mappings/${uuid}`, changes);

test('from TRIM_HORIZON all records of the stream come, in batches of at most the batch size and in order', async () => {
  await createFunction();
  await table.put('a', 'b', 'c', 'd', 'e');
  await createMapping({ BatchSize: 2 });
  await recorder.until(() => recorder.keys().flat().length === 5);
  expect(recorder.keys()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('a record has the form of Lambda’s event', async () => {
  await createFunction();
  await table.put('a');
  await createMapping();
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.invocations).toEqual([
    {
      Records: [
        {
          eventID: expect.any(String),
          eventName: 'INSERT',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'eu-central-1',
          dynamodb: {
            ApproximateCreationDateTime: expect.any(Number),
            Keys: { pk: { S: 'partition' }, sk: { S: 'a' } },
            NewImage: { pk: { S: 'partition' }, sk: { S: 'a' }, count: { N: '1' } },
            SequenceNumber: expect.stringMatching(/^\d+$/),
            SizeBytes: expect.any(Number),
            StreamViewType: 'NEW_AND_OLD_IMAGES',
          },
          eventSourceARN: table.streamArn,
        },
      ],
    },
  ]);
});

test('from LATEST only what is written afterwards comes', async () => {
  await createFunction();
  await table.put('before');
  await createMapping({ StartingPosition: 'LATEST' });
  await table.put('after');
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.keys()).toEqual([['after']]);
});

test('what does not pass the filters does not come, and is not waited for', async () => {
  await createFunction();
  const pattern = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'member#' }] } } } };
  await table.put('user#1', 'member#1', 'user#2', 'member#2', 'user#3');
  await createMapping({ FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } });
  await recorder.until(() => recorder.keys().flat().length === 2);
  expect(recorder.keys().flat()).toEqual(['member#1', 'member#2']);
});

test('with a batching window records are gathered until the batch is full', async () => {
  await createFunction();
  await createMapping({ BatchSize: 3, MaximumBatchingWindowInSeconds: 300 });
  await table.put('a');
  await table.put('b');
  await table.put('c');
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.keys()).toEqual([['a', 'b', 'c']]);
});

test('a record that fails alone is found by splitting, tried again, and sent to the queue; its neighbours are done', async () => {
  const queue = await standIn.createQueue('dead-letters');
  const functionArn = await createFunction('counter', recorder, [allow('sqs:SendMessage', queue.arn)]);
  recorder.answerWith((keys) => {
    if (keys.includes('poison')) throw new Error('poison');
  });
  await table.put('a', 'b', 'poison', 'c');
  await createMapping({
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
  });
  const letter = await queue.next();
  await recorder.until(() => recorder.keys().flat().at(-1) === 'c');
  expect(recorder.keys()).toEqual([
    ['a', 'b', 'poison', 'c'],
    ['a', 'b'],
    ['poison', 'c'],
    ['poison'],
    ['poison'],
    ['c'],
  ]);
  const poison = recorder.invocations[3]?.Records[0]?.dynamodb;
  expect(letter).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 4,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    DDBStreamBatchInfo: {
      shardId: expect.stringMatching(/^shardId-/),
      startSequenceNumber: poison?.SequenceNumber,
      endSequenceNumber: poison?.SequenceNumber,
      approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      batchSize: 1,
      streamArn: table.streamArn,
    },
  });
});

test('with partial batch responses what comes before the first failure is not delivered again', async () => {
  await createFunction();
  let failures = 1;
  recorder.answerWith((keys, records) => {
    const failed = records[keys.indexOf('c')];
    if (!failed || failures === 0) return { batchItemFailures: [] };
    failures -= 1;
    return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber }] };
  });
  await table.put('a', 'b', 'c', 'd');
  await createMapping({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await recorder.until(() => recorder.invocations.length === 2);
  expect(recorder.keys()).toEqual([
    ['a', 'b', 'c', 'd'],
    ['c', 'd'],
  ]);
});

const resultOf = async (uuid: string) =>
  (await standIn.lambda('GET', `/2015-03-31/event-source-mappings/${uuid}`)).json.LastProcessingResult;

test('a mapping that is off delivers nothing, and goes on where it was when it is on again', async () => {
  const witness = await startRecorder();
  await createFunction();
  await createFunction('witness', witness);
  const uuid = await createMapping();
  await createMapping({ FunctionName: 'witness' });
  await table.put('a');
  await recorder.until(() => recorder.invocations.length === 1);
  expect(await settings(uuid, { Enabled: false })).toMatchObject({ status: 202, json: { State: 'Disabled' } });
  await table.put('b');
  await witness.until(() => witness.keys().flat().includes('b'));
  expect(recorder.keys()).toEqual([['a']]);
  expect(await settings(uuid, { Enabled: true })).toMatchObject({ status: 202, json: { State: 'Enabled' } });
  await recorder.until(() => recorder.invocations.length === 2);
  expect(recorder.keys()).toEqual([['a'], ['b']]);
  witness.close();
});

test('a batch that fails is tried again with the function’s new configuration once there is one', async () => {
  await createFunction();
  recorder.answerWith(() => {
    throw new Error('not yet');
  });
  await table.put('a');
  const uuid = await createMapping();
  await recorder.until(async () => (await resultOf(uuid)) === 'PROBLEM: Function call failed');
  const next = await startRecorder();
  await standIn.lambda('PUT', '/2015-03-31/functions/counter/configuration', {
    Environment: { Variables: next.environment },
  });
  await next.until(async () => (await resultOf(uuid)) === 'OK');
  expect(next.keys()).toEqual([['a']]);
  next.close();
});

test('while the function is gone nothing is given up: its records wait for it', async () => {
  await createFunction();
  const uuid = await createMapping({ MaximumRetryAttempts: 0 });
  await standIn.lambda('DELETE', '/2015-03-31/functions/counter');
  await table.put('a');
  await recorder.until(async () => String(await resultOf(uuid)).includes('Function not found'));
  await standIn.createFunction('counter', { code: RECORDED_FUNCTION, environment: recorder.environment });
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.keys()).toEqual([['a']]);
});

test('a right that is taken away stops the reading with its name, and reading goes on when it is back', async () => {
  await createFunction();
  const uuid = await createMapping();
  await standIn.putPolicy('counter', [allow(['dynamodb:DescribeStream', 'dynamodb:GetShardIterator'], '*')]);
  await recorder.until(async () => String(await resultOf(uuid)).includes('dynamodb:GetRecords'));
  expect(standIn.log).toContainEqual(expect.stringContaining('dynamodb:GetRecords'));
  await table.put('a');
  await standIn.putPolicy('counter', mayReadStream(table.streamArn));
  await recorder.until(() => recorder.invocations.length === 1);
});

test('a stand-in that is started again goes on after what was done', async () => {
  await createFunction();
  const uuid = await createMapping();
  await table.put('a');
  await recorder.until(async () => (await resultOf(uuid)) === 'OK');
  await standIn.close();
  await table.put('b');
  standIn = await startStandIn(path.join(folder.directory, 'aws'));
  await recorder.until(() => recorder.invocations.length === 2);
  expect(recorder.keys()).toEqual([['a'], ['b']]);
});

test('what a function was at when the stand-in was closed is delivered again', async () => {
  await createFunction();
  recorder.answerWith(() => new Promise(() => undefined));
  await createMapping();
  await table.put('a');
  await recorder.until(() => recorder.invocations.length === 1);
  await standIn.close();
  recorder.answerWith(() => null);
  standIn = await startStandIn(path.join(folder.directory, 'aws'));
  await recorder.until(() => recorder.invocations.length === 2);
  expect(recorder.keys()).toEqual([['a'], ['a']]);
});

test('a mapping from LATEST loses nothing of what is written while no stand-in runs', async () => {
  await createFunction();
  await table.put('before');
  await createMapping({ StartingPosition: 'LATEST' });
  await standIn.close();
  await table.put('meanwhile');
  standIn = await startStandIn(path.join(folder.directory, 'aws'));
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.keys()).toEqual([['meanwhile']]);
});

test('the records of a stream that was switched off are delivered to its end', async () => {
  await createFunction();
  await table.put('a', 'b');
  await table.endStream();
  await createMapping({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 });
  await recorder.until(() => recorder.invocations.length === 1);
  expect(recorder.keys()).toEqual([['a', 'b']]);
});
