import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { BootstrapError } from './errors';

/**
 * The bucket for Terraform's state exists: made where it is missing, versioned and closed to the public. One that is
 * there costs one HeadBucket.
 *
 * @returns true where this call made it
 * @throws {BootstrapError} `bucket-not-ours`: bucket names are shared by all accounts of the world
 */
export async function ensureStateBucket(client: S3Client, bucket: string, region: string): Promise<boolean> {
  if (await bucketExists(client, bucket)) return false;
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...locationOf(region) }));
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    // Somebody else of this account is just creating it: as good as having created it.
    if (name === 'BucketAlreadyOwnedByYou') return false;
    if (name === 'BucketAlreadyExists') throw notOurs(bucket, error);
    throw error;
  }
  await client.send(
    new PutPublicAccessBlockCommand({
      Bucket: bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return true;
}

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
