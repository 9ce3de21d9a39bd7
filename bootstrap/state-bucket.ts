import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type PublicAccessBlockConfiguration,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { BootstrapError } from './errors';

/**
 * The bucket for Terraform's state exists, versioned and closed to the public: made where it is missing, and given what it
 * lacks where it is there, as one whose making was interrupted.
 *
 * @returns true where this call made it
 * @throws {BootstrapError} `bucket-not-ours`: bucket names are shared by all accounts of the world
 */
export async function ensureStateBucket(client: S3Client, bucket: string, region: string): Promise<boolean> {
  const created = !(await bucketExists(client, bucket)) && (await createBucket(client, bucket, region));
  await closeToPublic(client, bucket);
  await keepVersions(client, bucket);
  return created;
}

/** False where somebody else of this account is just creating it: as good as having created it. */
async function createBucket(client: S3Client, bucket: string, region: string): Promise<boolean> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...locationOf(region) }));
    return true;
  } catch (error) {
    const name = nameOf(error);
    if (name === 'BucketAlreadyOwnedByYou') return false;
    if (name === 'BucketAlreadyExists') throw notOurs(bucket, error);
    throw error;
  }
}

const CLOSED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

async function closeToPublic(client: S3Client, bucket: string): Promise<void> {
  const access = await publicAccessBlock(client, bucket);
  if (access.BlockPublicAcls && access.BlockPublicPolicy && access.IgnorePublicAcls && access.RestrictPublicBuckets) {
    return;
  }
  await client.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: CLOSED }));
}

async function publicAccessBlock(client: S3Client, bucket: string): Promise<PublicAccessBlockConfiguration> {
  try {
    const { PublicAccessBlockConfiguration: access = {} } = await client.send(
      new GetPublicAccessBlockCommand({ Bucket: bucket }),
    );
    return access;
  } catch (error) {
    if (nameOf(error) === 'NoSuchPublicAccessBlockConfiguration') return {};
    throw error;
  }
}

async function keepVersions(client: S3Client, bucket: string): Promise<void> {
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  if (Status === 'Enabled') return;
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** @throws {BootstrapError} `bucket-not-ours` */
export async function bucketExists(client: S3Client, bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status === 403) throw notOurs(bucket, error);
    throw error;
  }
}

/** us-east-1 is the one region that CreateBucket does not take as a constraint. */
const locationOf = (region: string) =>
  region === 'us-east-1'
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };

function notOurs(bucket: string, cause: unknown): BootstrapError {
  return new BootstrapError(
    'bucket-not-ours',
    `The state bucket ${bucket} exists, but these credentials may not use it: another account may own it, as names of ` +
      'buckets are shared by all accounts. Name another bucket in deployments.ts, or use the credentials of its account.',
    { cause },
  );
}
