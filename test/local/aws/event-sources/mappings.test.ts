import path from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '../../../unit/support/temporary-folder';
import { RECORDED_FUNCTION } from './support/recorder';
import { allow, mayReadStream, startStandIn, type TestQueue } from './support/stand-in';
import { createStreamedTable, type StreamedTable } from './support/streamed-table';

const mappings = '/2015-03-31/event-source-mappings';
let folder: TemporaryFolder;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
let table: StreamedTable;
let queue: TestQueue;

beforeAll(async () => {
  folder = temporaryFolder();
  standIn = await startStandIn(path.join(folder.directory, 'aws'));
  table = await createStreamedTable();
  queue = await standIn.createQueue('dead-letters');
  const policy = [...mayReadStream(table.streamArn), allow('sqs:SendMessage', queue.arn)];
  for (const name of ['counter', 'other']) await standIn.createFunction(name, { policy, code: RECORDED_FUNCTION });
});
afterEach(async () => {
  await standIn.putPolicy('counter', [...mayReadStream(table.streamArn), allow('sqs:SendMessage', queue.arn)]);
  const { json } = await standIn.lambda('GET', mappings);
  for (const { UUID } of json.EventSourceMappings as { UUID: string }[]) {
    await standIn.lambda('DELETE', `${mappings}/${UUID}`);
  }
});
afterAll(async () => {
  await standIn.close();
  await table.remove();
  folder.remove();
});

const create = (changes: object = {}) =>
  standIn.lambda('POST', mappings, {
    EventSourceArn: table.streamArn,
    FunctionName: 'counter',
    StartingPosition: 'TRIM_HORIZON',
    Enabled: false,
    ...changes,
  });
const pathOf = ({ json }: { json: Record<string, unknown> }) => `${mappings}/${json.UUID}`;

test('a new mapping is described with all of its settings, and with Lambda’s defaults', async () => {
  const created = await create({ Enabled: true });
  expect(created).toEqual({
    status: 202,
    json: {
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      EventSourceArn: table.streamArn,
      EventSourceMappingArn: `arn:aws:lambda:eu-central-1:000000000000:event-source-mapping:${created.json.UUID}`,
      FunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:counter',
      StartingPosition: 'TRIM_HORIZON',
      State: 'Enabled',
      StateTransitionReason: 'User action',
      LastModified: expect.any(Number),
      LastProcessingResult: 'No records processed',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      FunctionResponseTypes: [],
      ParallelizationFactor: 1,
      TumblingWindowInSeconds: 0,
    },
  });
  expect(await standIn.lambda('GET', pathOf(created))).toEqual({ ...created, status: 200 });
});

test('what is changed is changed, and the rest stays', async () => {
  const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
  const DestinationConfig = { OnFailure: { Destination: queue.arn } };
  const created = await create({ BatchSize: 7, FilterCriteria, DestinationConfig });
  const changed = await standIn.lambda('PUT', pathOf(created), { MaximumRetryAttempts: 3, FunctionName: 'other' });
  expect(changed).toMatchObject({
    status: 202,
    json: {
      FunctionArn: expect.stringMatching(/:other$/),
      MaximumRetryAttempts: 3,
      BatchSize: 7,
      State: 'Disabled',
      FilterCriteria,
      DestinationConfig,
    },
  });
  // As the Terraform provider takes filters away.
  const unfiltered = await standIn.lambda('PUT', pathOf(created), { FilterCriteria: {} });
  expect(unfiltered.json).not.toHaveProperty('FilterCriteria');
});

test('mappings are listed by function and by stream', async () => {
  const created = await create();
  await create({ FunctionName: 'other' });
  const list = async (query: string) =>
    ((await standIn.lambda('GET', `${mappings}?${query}`)).json.EventSourceMappings as unknown[]).length;
  expect(await list('FunctionName=counter')).toBe(1);
  expect(await list(`EventSourceArn=${encodeURIComponent(table.streamArn)}`)).toBe(2);
  expect(await list('EventSourceArn=another')).toBe(0);
  await standIn.lambda('DELETE', pathOf(created));
  expect(await list('FunctionName=counter')).toBe(0);
});

test('a deleted mapping is gone', async () => {
  const created = await create();
  expect(await standIn.lambda('DELETE', pathOf(created))).toMatchObject({ status: 202, json: { State: 'Deleting' } });
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expect(await standIn.lambda(method, pathOf(created))).toMatchObject({ status: 404 });
  }
});

test('a mapping has tags of its own', async () => {
  const created = await create({ Tags: { kept: '1', removed: '2' } });
  const tags = `/2017-03-31/tags/${encodeURIComponent(String(created.json.EventSourceMappingArn))}`;
  await standIn.lambda('POST', tags, { Tags: { added: '3' } });
  await standIn.lambda('DELETE', `${tags}?tagKeys=removed`);
  expect(await standIn.lambda('GET', tags)).toEqual({ status: 200, json: { Tags: { kept: '1', added: '3' } } });
});

const refusal = (message: string, status = 400) => ({
  status,
  json: expect.objectContaining({ message: expect.stringContaining(message) }),
});

describe('a mapping is refused', () => {
  test('for a function that there is not', async () => {
    expect(await create({ FunctionName: 'missing' })).toEqual(refusal('Function not found', 404));
  });

  test('for a stream that there is not', async () => {
    await standIn.putPolicy('counter', [allow('dynamodb:*', '*')]);
    const EventSourceArn = table.streamArn.replace(/stream\/.*/, 'stream/2020-01-01T00:00:00.000');
    expect(await create({ EventSourceArn })).toEqual(refusal(`Stream not found: ${EventSourceArn}`));
  });

  test.each(['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'])(
    'where the role may not do %s, which it names',
    async (missing) => {
      const Deny = { Effect: 'Deny', Action: `dynamodb:${missing}`, Resource: '*' };
      await standIn.putPolicy('counter', [...mayReadStream(table.streamArn), Deny]);
      const refused = await create();
      expect(refused).toEqual(refusal(`Cannot access stream ${table.streamArn}. Please ensure the role can perform`));
      expect(refused.json.message).toContain(`perform: dynamodb:${missing}`);
    },
  );

  test('where the role may not send to the destination', async () => {
    await standIn.putPolicy('counter', mayReadStream(table.streamArn));
    const DestinationConfig = { OnFailure: { Destination: queue.arn } };
    expect(await create({ DestinationConfig })).toEqual(
      refusal('The provided execution role does not have permissions to call SendMessage on SQS'),
    );
  });

  test('for a function and a stream that have one', async () => {
    const { json } = await create();
    expect(await create()).toEqual(refusal(`existing mapping with UUID ${json.UUID}`, 409));
  });

  test.each([
    [
      'a filter that cannot be read',
      { FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } },
      'Invalid filter pattern',
    ],
    ['a position in time', { StartingPosition: 'AT_TIMESTAMP' }, 'TRIM_HORIZON or LATEST'],
    ['a stream of Kinesis', { EventSourceArn: 'arn:aws:kinesis:eu-central-1:000000000000:stream/s' }, 'DynamoDB only'],
    ['several batches of a shard at once', { ParallelizationFactor: 2 }, 'other than 1 is not supported'],
    ['a record age of less than a minute', { MaximumRecordAgeInSeconds: 59 }, 'MaximumRecordAgeInSeconds'],
    ['a batch of more than 10,000 records', { BatchSize: 10_001 }, 'BatchSize'],
    ['a parameter that is not known here', { Topics: ['t'] }, 'does not support Topics'],
    [
      'a destination that is no queue',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:eu-central-1:000000000000:topic' } } },
      'queues of SQS only',
    ],
  ])('with %s', async (_, changes, message) => {
    expect(await create(changes)).toEqual(refusal(message));
  });
});
