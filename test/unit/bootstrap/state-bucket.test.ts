import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { bucketExists, ensureStateBucket } from '../../../bootstrap/state-bucket';
import { type Gateway, startGateway } from '../../../local/aws/gateway';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const CONFIGURATION: S3ClientConfig = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  forcePathStyle: true,
};

describe('with the stand-in for S3', () => {
  let folder: TemporaryFolder;
  let gateway: Gateway;
  let client: S3Client;
  let calls: string[];

  beforeEach(async () => {
    folder = temporaryFolder();
    gateway = await startGateway({
      port: 0,
      stateDirectory: folder.directory,
      region: 'eu-central-1',
      accountId: '000000000000',
      dynamodbEndpoint: 'http://127.0.0.1:9',
    });
    calls = [];
    client = new S3Client({ ...CONFIGURATION, endpoint: gateway.endpoint });
    client.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          calls.push(String(commandName));
          return next(call);
        },
      { step: 'initialize' },
    );
  });

  afterEach(async () => {
    client.destroy();
    await gateway.close();
    folder.remove();
  });

  test('a bucket that is missing is made, versioned and closed to the public', async () => {
    await expect(bucketExists(client, 'states')).resolves.toBe(false);

    await expect(ensureStateBucket(client, 'states', 'eu-central-1')).resolves.toBe(true);

    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: 'states' }));
    const access = await client.send(new GetPublicAccessBlockCommand({ Bucket: 'states' }));
    expect(Status).toBe('Enabled');
    expect(access.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  test('a bucket that is as it has to be is only looked at', async () => {
    await ensureStateBucket(client, 'states', 'eu-central-1');
    calls.length = 0;

    await expect(ensureStateBucket(client, 'states', 'eu-central-1')).resolves.toBe(false);

    expect(calls).toEqual(['HeadBucketCommand', 'GetPublicAccessBlockCommand', 'GetBucketVersioningCommand']);
  });

  test('a bucket whose making was interrupted gets what it lacks', async () => {
    const LocationConstraint = 'eu-central-1';
    await client.send(new CreateBucketCommand({ Bucket: 'states', CreateBucketConfiguration: { LocationConstraint } }));

    await expect(ensureStateBucket(client, 'states', 'eu-central-1')).resolves.toBe(false);

    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: 'states' }));
    const access = await client.send(new GetPublicAccessBlockCommand({ Bucket: 'states' }));
    expect(Status).toBe('Enabled');
    expect(access.PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: true });
  });
});

describe('a bucket of somebody else', () => {
  const refusing = (answers: Record<string, Error & { $metadata: { httpStatusCode: number } }>) => {
    const client = new S3Client(CONFIGURATION);
    client.middlewareStack.add(
      (_, { commandName = '' }) =>
        async () => {
          const error = answers[commandName];
          if (error) throw error;
          return { output: { $metadata: {} }, response: {} };
        },
      { step: 'initialize', priority: 'high' },
    );
    return client;
  };
  const error = (name: string, httpStatusCode: number) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

  test.each([
    ['whose existence is all that is told', { HeadBucketCommand: error('Forbidden', 403) }],
    [
      'that nothing is told of',
      { HeadBucketCommand: error('NotFound', 404), CreateBucketCommand: error('BucketAlreadyExists', 409) },
    ],
  ])('%s is refused, with what to do', async (_, answers) => {
    await expect(ensureStateBucket(refusing(answers), 'states', 'eu-central-1')).rejects.toMatchObject({
      code: 'bucket-not-ours',
      message: expect.stringMatching(/state bucket states exists, .* Name another bucket in deployments\.ts/),
    });
  });

  test('one that somebody of the same account is just making is as good as made', async () => {
    const client = refusing({
      HeadBucketCommand: error('NotFound', 404),
      CreateBucketCommand: error('BucketAlreadyOwnedByYou', 409),
    });

    await expect(ensureStateBucket(client, 'states', 'eu-central-1')).resolves.toBe(false);
  });
});
