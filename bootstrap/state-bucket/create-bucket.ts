import { type BucketLocationConstraint, CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { notOurs } from './not-ours';
import type { StateBucket } from './setting';

/**
 * Makes the bucket. False where somebody else of this account is just making it: as good as having made it.
 *
 * @throws {BootstrapError} `bucket-not-ours`
 */
export async function createBucket(client: S3Client, bucket: StateBucket): Promise<boolean> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket.bucket, ...locationOf(bucket.region) }));
    return true;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'BucketAlreadyOwnedByYou') return false;
    if (name === 'BucketAlreadyExists') throw notOurs(bucket, error);
    throw error;
  }
}

/** us-east-1 is the one region that CreateBucket does not take as a constraint. */
const locationOf = (region: string) =>
  region === 'us-east-1'
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
