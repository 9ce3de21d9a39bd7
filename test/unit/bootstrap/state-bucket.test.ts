import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { checkStateBucket, ensureStateBucket } from '../../../bootstrap/state-bucket/state-bucket';
import { type Gateway, startGateway } from '../../../local/aws/gateway';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const CONFIGURATION: S3ClientConfig = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  forcePathStyle: true,
};

const BUCKET = { bucket: 'states', region: 'eu-central-1', key: 'groundwork', account: '000000000000' };
const AS_IT_HAS_TO_BE = { created: false, changes: [], differences: [] };

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

  const make = () =>
    client.send(
      new CreateBucketCommand({ Bucket: 'states', CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
    );

  test('a bucket that is missing is made, with all that it has to have', async () => {
    await expect(checkStateBucket(client, BUCKET)).resolves.toEqual({ ...AS_IT_HAS_TO_BE, created: true });
    expect(calls.filter((call) => !/^(Head|Get)/.test(call))).toEqual([]);

    await expect(ensureStateBucket(client, BUCKET)).resolves.toEqual({ ...AS_IT_HAS_TO_BE, created: true });

    await expect(checkStateBucket(client, BUCKET)).resolves.toEqual(AS_IT_HAS_TO_BE);
    const { Policy = '' } = await client.send(new GetBucketPolicyCommand({ Bucket: 'states' }));
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::states', 'arn:aws:s3:::states/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'states' }));
    expect(Rules).toMatchObject([{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } }]);
  });

  test('a bucket that is as it has to be is only looked at', async () => {
    await ensureStateBucket(client, BUCKET);
    calls.length = 0;

    await expect(ensureStateBucket(client, BUCKET)).resolves.toEqual(AS_IT_HAS_TO_BE);

    expect(calls.filter((call) => !/^(Head|Get)/.test(call))).toEqual([]);
  });

  test('a bucket whose making was interrupted gets what it lacks, and it is told', async () => {
    await make();
    await client.send(new DeletePublicAccessBlockCommand({ Bucket: 'states' }));
    const lacking = {
      created: false,
      changes: [
        'public access: not blocked (BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets) → blocked',
        'requests without TLS: allowed → denied',
        'versioning: off → on',
        'old versions: kept for ever → expire after 90 days',
        'tag groundwork: none → terraform-state',
      ],
      differences: [],
    };
    await expect(checkStateBucket(client, BUCKET)).resolves.toEqual(lacking);
    await expect(ensureStateBucket(client, BUCKET)).resolves.toEqual(lacking);
    await expect(ensureStateBucket(client, BUCKET)).resolves.toEqual(AS_IT_HAS_TO_BE);
  });

  test('what somebody chose otherwise is told and stays; tags and rules of others stay too', async () => {
    await make();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const old = {
      ID: 'ours',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    };
    await client.send(new PutBucketPolicyCommand({ Bucket: 'states', Policy }));
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'states',
        LifecycleConfiguration: { Rules: [{ ...old, Status: 'Enabled' }] },
      }),
    );
    await client.send(
      new PutBucketTaggingCommand({ Bucket: 'states', Tagging: { TagSet: [{ Key: 'team', Value: 'engine' }] } }),
    );
    await client.send(
      new PutBucketVersioningCommand({ Bucket: 'states', VersioningConfiguration: { Status: 'Suspended' } }),
    );

    await expect(ensureStateBucket(client, BUCKET)).resolves.toEqual({
      created: false,
      changes: ['versioning: suspended → on', 'tag groundwork: none → terraform-state'],
      differences: [
        'requests without TLS: allowed by the policy that the bucket has (wanted: denied)',
        'old versions: expire after 7 days (wanted: expire after 90 days)',
      ],
    });
    const { TagSet } = await client.send(new GetBucketTaggingCommand({ Bucket: 'states' }));
    expect(TagSet).toEqual([
      { Key: 'team', Value: 'engine' },
      { Key: 'groundwork', Value: 'terraform-state' },
    ]);
    await expect(client.send(new GetBucketPolicyCommand({ Bucket: 'states' }))).resolves.toMatchObject({ Policy });
  });

  test('a bucket in another region than deployments.ts says is refused', async () => {
    await make();
    await expect(ensureStateBucket(client, { ...BUCKET, region: 'eu-west-1' })).rejects.toMatchObject({
      code: 'bucket-elsewhere',
      message: expect.stringMatching(/is in eu-central-1, and deployments\.ts says eu-west-1/),
    });
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
    await expect(ensureStateBucket(refusing(answers), BUCKET)).rejects.toMatchObject({
      code: 'bucket-not-ours',
      message: expect.stringMatching(
        /state bucket states exists, but not in account 000000000000, .* Name another bucket in deployments\.ts/,
      ),
    });
  });

  test('one that somebody of the same account is just making is as good as made', async () => {
    const client = refusing({
      HeadBucketCommand: error('NotFound', 404),
      CreateBucketCommand: error('BucketAlreadyOwnedByYou', 409),
    });

    await expect(ensureStateBucket(client, BUCKET)).resolves.toMatchObject({ created: false });
  });
});
