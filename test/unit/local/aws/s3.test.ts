import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Gateway, startGateway } from '../../../../local/aws/gateway';
import { place, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
const stateDirectory = path.join(directory, 'aws');
let gateway: Gateway;
let client: S3Client;
let Bucket: string;
let buckets = 0;

beforeAll(async () => {
  gateway = await startGateway({ ...place, port: 0, stateDirectory, dynamodbEndpoint: 'http://127.0.0.1:9' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: gateway.endpoint, region: place.region, credentials, forcePathStyle: true });
});
beforeEach(async () => {
  buckets += 1;
  Bucket = `bucket-${buckets}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' as const };
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
});
afterAll(async () => {
  client.destroy();
  await gateway.close();
  remove();
});

const put = (Key: string, Body: string, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body?.transformToString();
};
const keepVersions = () =>
  client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
const contents = () => readdirSync(path.join(stateDirectory, 'objects', Bucket));

test('an object comes back as it was put, under whatever name', async () => {
  const key = 'folder/näme with space+plus&.json';
  await put(key, 'content ä', { ContentType: 'application/json', Metadata: { owner: 'me' } });
  expect(await get(key)).toBe('content ä');
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: key }))).toMatchObject({
    ContentType: 'application/json',
    ContentLength: 10,
    Metadata: { owner: 'me' },
  });
  expect(await get(key, { Range: 'bytes=0-3' })).toBe('cont');
  await expect(get(key, { Range: 'bytes=50-' })).rejects.toMatchObject({ name: 'InvalidRange' });
});

test('If-None-Match: * lets only the first put succeed, and again after a delete', async () => {
  await put('lock', 'first', { IfNoneMatch: '*' });
  await expect(put('lock', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  expect(await get('lock')).toBe('first');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'lock' }));
  await put('lock', 'third', { IfNoneMatch: '*' });
});

test('of many that put a lock at the same time, one succeeds', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => put('lock', String(index), { IfNoneMatch: '*' })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('If-Match lets a put succeed only on what was read', async () => {
  const { ETag } = await put('state', 'one');
  await put('state', 'two', { IfMatch: ETag });
  await expect(put('state', 'three', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('content that is not what its digest says is refused', async () => {
  await expect(put('a', 'content', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({
    name: 'BadDigest',
  });
});

test('what is not there is said to be so, without a body for HEAD', async () => {
  await expect(get('missing')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'missing' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await expect(client.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('with versioning earlier versions stay, and a delete only hides them', async () => {
  await keepVersions();
  const first = await put('state', 'one');
  await put('state', 'two');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'state' }));
  await expect(get('state')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await get('state', { VersionId: first.VersionId })).toBe('one');
  const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions).toHaveLength(2);
  expect(DeleteMarkers).toMatchObject([{ Key: 'state', IsLatest: true }]);
});

test('a bucket goes only when every version is gone, and then nothing is left of it', async () => {
  await keepVersions();
  await put('state', 'one');
  await put('state', 'one');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'state' }));
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  expect(contents()).toEqual([]);
});

test('without versioning what is replaced does not stay on disk', async () => {
  await put('state', 'one');
  await put('copy', 'one');
  await put('state', 'two');
  expect(await get('copy')).toBe('one');
  await put('copy', 'two');
  expect(contents()).toHaveLength(1);
});

test('a listing is sorted, in pages, and groups by the delimiter', async () => {
  for (const key of ['b', 'a/2', 'a/1', 'c&d', 'a']) await put(key, key);
  const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
  const first = await list({ MaxKeys: 3 });
  expect(first).toMatchObject({ IsTruncated: true, Contents: [{ Key: 'a' }, { Key: 'a/1' }, { Key: 'a/2' }] });
  expect(await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken })).toMatchObject({
    IsTruncated: false,
    Contents: [{ Key: 'b', Size: 1 }, { Key: 'c&d' }],
  });
  expect(await list({ Delimiter: '/' })).toMatchObject({
    Contents: [{ Key: 'a' }, { Key: 'b' }, { Key: 'c&d' }],
    CommonPrefixes: [{ Prefix: 'a/' }],
  });
  expect((await list({ Prefix: 'a/' })).Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2']);
});

test('a new bucket has the settings that S3 gives it, and keeps those that are put', async () => {
  expect(await client.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({
    LocationConstraint: 'eu-central-1',
  });
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  await keepVersions();
  expect(await client.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
  expect(await client.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  });
  const block = {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: false,
  };
  await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
  expect((await client.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(
    block,
  );
});

test('the least size that lifecycle rules move to another storage class is kept, and is 128 kB where none is put', async () => {
  const Rules = [{ ID: 'all', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 1 } }];
  const putRules = (more: object) =>
    client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules }, ...more }));
  const least = async () =>
    (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).TransitionDefaultMinimumObjectSize;
  const TransitionDefaultMinimumObjectSize = 'varies_by_storage_class';
  expect(await putRules({ TransitionDefaultMinimumObjectSize })).toMatchObject({ TransitionDefaultMinimumObjectSize });
  expect(await least()).toBe('varies_by_storage_class');
  await putRules({});
  expect(await least()).toBe('all_storage_classes_128K');
});

test('a bucket is made once, and in the region that the request is sent to', async () => {
  const create = (name: string, configuration?: object) =>
    client.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: configuration }));
  const here = { LocationConstraint: 'eu-central-1' };
  await expect(create(Bucket, here)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(create('elsewhere', { LocationConstraint: 'eu-west-1' })).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
  });
  await expect(create('No_Name', here)).rejects.toMatchObject({ name: 'InvalidBucketName' });
});
