import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { BootstrapError } from '../errors';
import { notOurs } from './not-ours';
import { addressOf, type StateBucket } from './setting';

/**
 * Whether the bucket is there, in this account and in the region that `deployments.ts` says.
 *
 * @throws {BootstrapError} `bucket-not-ours`, `bucket-elsewhere`
 */
export async function bucketExists(client: S3Client, bucket: StateBucket): Promise<boolean> {
  try {
    const { BucketRegion: region = bucket.region } = await client.send(new HeadBucketCommand(addressOf(bucket)));
    if (region === bucket.region) return true;
    throw elsewhere(bucket, region);
  } catch (error) {
    if (error instanceof BootstrapError) throw error;
    const { $metadata, $response } = error as HeadError;
    const region = $response?.headers?.['x-amz-bucket-region'];
    // A HEAD has no body: its status and this header are all that S3 says.
    if (region !== undefined && region !== bucket.region) throw elsewhere(bucket, region, error);
    if ($metadata?.httpStatusCode === 404) return false;
    if ($metadata?.httpStatusCode === 403) throw notOurs(bucket, error);
    throw error;
  }
}

interface HeadError {
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

const elsewhere = ({ bucket, region }: StateBucket, found: string, cause?: unknown): BootstrapError =>
  new BootstrapError(
    'bucket-elsewhere',
    `The state bucket ${bucket} is in ${found}, and deployments.ts says ${region}. Where it is the right one, say ` +
      `state: { …, region: '${found}' } there; else name another bucket.`,
    { cause },
  );
