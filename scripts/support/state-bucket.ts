import type { S3State } from '../../table/deployment';
import type { NamedDeployment } from './deployment';

/** Makes the deployment's state bucket where it has one and it is missing. Resolves to the name of what it made. */
export function ensureBucketOf(deployment: NamedDeployment): Promise<string | undefined> {
  return withBucket(deployment, async ({ ensureStateBucket }, client, { bucket, region }) =>
    (await ensureStateBucket(client, bucket, region)) ? bucket : undefined,
  );
}

/** The name of the deployment's state bucket, where it has one and it is missing. */
export function missingBucketOf(deployment: NamedDeployment): Promise<string | undefined> {
  return withBucket(deployment, async ({ bucketExists }, client, { bucket }) =>
    (await bucketExists(client, bucket)) ? undefined : bucket,
  );
}

type StateBucketModule = typeof import('../../bootstrap/state-bucket');
type S3Client = import('@aws-sdk/client-s3').S3Client;

async function withBucket<Result>(
  { state, region: deploymentRegion }: NamedDeployment,
  work: (module: StateBucketModule, client: S3Client, bucket: Required<S3State>) => Promise<Result>,
): Promise<Result | undefined> {
  if (state.kind !== 's3') return undefined;
  // Loaded only where there is a bucket: `local` has none, and its commands need not wait for the S3 client.
  const { S3Client } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const region = state.region ?? deploymentRegion;
  // A stand-in at one address can't answer under a name for each bucket.
  const forcePathStyle = Boolean(process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_S3);
  const client = new S3Client({ region, forcePathStyle });
  try {
    return await work(require('../../bootstrap/state-bucket') as StateBucketModule, client, { ...state, region });
  } finally {
    client.destroy();
  }
}
