import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { oldVersions } from '../../../bootstrap/state-bucket/old-versions';
import type { StateBucket } from '../../../bootstrap/state-bucket/setting';
import { type Gateway, startGateway } from '../../../local/aws/gateway';
import { place, temporaryDirectory } from '../local/aws/stand-in';

const { directory, remove } = temporaryDirectory();
let gateway: Gateway;
let client: S3Client;
let bucket: StateBucket;
let buckets = 0;

beforeAll(async () => {
  gateway = await startGateway({
    ...place,
    port: 0,
    stateDirectory: directory,
    dynamodbEndpoint: 'http://127.0.0.1:9',
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: gateway.endpoint, region: place.region, credentials, forcePathStyle: true });
});
beforeEach(async () => {
  buckets += 1;
  bucket = { bucket: `states-${buckets}`, region: 'eu-central-1', key: 'apps/engine' };
  await client.send(
    new CreateBucketCommand({
      Bucket: bucket.bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    }),
  );
});
afterAll(async () => {
  client.destroy();
  await gateway.close();
  remove();
});

const OURS: LifecycleRule = {
  ID: 'expire-old-states',
  Status: 'Enabled',
  Filter: { Prefix: 'apps/engine/' },
  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
};
const MISSING = { state: 'missing', now: 'kept for ever' };
const FITS = { state: 'fits', now: 'expire after 90 days' };

const ruleFor = (scope: Pick<LifecycleRule, 'Filter' | 'Prefix'>, NoncurrentDays = 90): LifecycleRule => ({
  ID: 'theirs',
  Status: 'Enabled',
  NoncurrentVersionExpiration: { NoncurrentDays },
  ...scope,
});
const give = (Rules: LifecycleRule[], more: object = {}) =>
  client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket.bucket,
      LifecycleConfiguration: { Rules },
      ...more,
    }),
  );
const lifecycle = () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket.bucket }));
const read = () => oldVersions.read(client, bucket);
const write = () => oldVersions.write(client, bucket);

test('without any rule they are kept for ever; then those of the states expire, and of nothing else', async () => {
  expect(await read()).toEqual(MISSING);
  await write();
  expect((await lifecycle()).Rules).toEqual([OURS]);
  expect(await read()).toEqual(FITS);
});

test.each<[string, Pick<LifecycleRule, 'Filter' | 'Prefix'>]>([
  ['everything', { Filter: {} }],
  ['everything, by an empty prefix', { Filter: { Prefix: '' } }],
  ['everything, by an empty prefix without a filter', { Prefix: '' }],
  ['the folder above', { Filter: { Prefix: 'apps/' } }],
  ['the folder above, by a prefix without a filter', { Prefix: 'apps/' }],
  ['all keys that begin alike', { Filter: { Prefix: 'apps/eng' } }],
  ['the folder of the states', { Filter: { Prefix: 'apps/engine/' } }],
  ['the folder above, by a prefix that is its only condition', { Filter: { And: { Prefix: 'apps/' } } }],
])('a rule for %s is for the states: it fits, and another number of days is somebody’s choice', async (_, scope) => {
  await give([ruleFor(scope)]);
  expect(await read()).toEqual(FITS);
  await give([ruleFor(scope, 30)]);
  expect(await read()).toEqual({ state: 'chosen', now: 'expire after 30 days' });
});

const TAG = { Key: 'team', Value: 'engine' };

test.each<[string, LifecycleRule]>([
  ['for another folder', ruleFor({ Filter: { Prefix: 'logs/' } })],
  ['for another folder, for another number of days', ruleFor({ Filter: { Prefix: 'logs/' } }, 365)],
  ['for a folder whose name begins alike', ruleFor({ Filter: { Prefix: 'apps/engine-two/' } })],
  ['for one state', ruleFor({ Filter: { Prefix: 'apps/engine/service.tfstate' } })],
  ['for what has a tag', ruleFor({ Filter: { Tag: TAG } })],
  ['for what is large', ruleFor({ Filter: { ObjectSizeGreaterThan: 1024 } })],
  ['for what is small', ruleFor({ Filter: { ObjectSizeLessThan: 1024 } })],
  ['for what has a tag in the folder above', ruleFor({ Filter: { And: { Prefix: 'apps/', Tags: [TAG] } } })],
  [
    'for what is large in the folder above',
    ruleFor({ Filter: { And: { Prefix: 'apps/', ObjectSizeGreaterThan: 9 } } }),
  ],
  ['for another folder, and tags', ruleFor({ Filter: { And: { Prefix: 'logs/', Tags: [TAG] } } })],
  ['that is disabled', { ...ruleFor({ Filter: { Prefix: '' } }), Status: 'Disabled' }],
  [
    'for something else than old versions',
    { ID: 'theirs', Status: 'Enabled', Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
  ],
])('a rule %s is none for the states: it stays, and ours comes beside it', async (_, theirs) => {
  await give([theirs]);
  expect(await read()).toEqual(MISSING);
  await write();
  expect((await lifecycle()).Rules).toEqual([theirs, OURS]);
  expect(await read()).toEqual(FITS);
});

test('a prefix without a filter, which S3 takes no more beside rules with filters, goes back in a filter', async () => {
  await give([ruleFor({ Prefix: 'logs/' })]);
  expect(await read()).toEqual(MISSING);
  await write();
  expect((await lifecycle()).Rules).toEqual([ruleFor({ Filter: { Prefix: 'logs/' } }), OURS]);
});

test('where the name of our rule is taken, as by that of another deployment, S3 is left to name ours', async () => {
  const another = { ...OURS, Filter: { Prefix: 'apps/shop/' } };
  await give([another]);
  await write();
  const { ID: _, ...unnamed } = OURS;
  expect((await lifecycle()).Rules).toEqual([another, unnamed]);
});

test('the least size that the rules of others move to another storage class stays', async () => {
  const TransitionDefaultMinimumObjectSize = 'varies_by_storage_class';
  await give([ruleFor({ Filter: { Prefix: 'logs/' } })], { TransitionDefaultMinimumObjectSize });
  await write();
  expect(await lifecycle()).toMatchObject({ TransitionDefaultMinimumObjectSize, Rules: [{ ID: 'theirs' }, OURS] });
});
