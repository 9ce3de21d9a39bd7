import type { StateBucketResult } from '../../bootstrap/state-bucket/state-bucket';
import type { NamedDeployment } from './deployment';
import type { Target } from './target';

/** Makes the deployment's state bucket where it has one and it is missing, and gives it what it lacks. */
export function ensureBucketOf(deployment: NamedDeployment, target: Target): Promise<StateBucketResult | undefined> {
  return withBucket(deployment, target, 'ensureStateBucket');
}

/** What `ensureBucketOf` would do. */
export function checkBucketOf(deployment: NamedDeployment, target: Target): Promise<StateBucketResult | undefined> {
  return withBucket(deployment, target, 'checkStateBucket');
}

async function withBucket(
  { state, region: deploymentRegion }: NamedDeployment,
  { identity }: Target,
  what: 'ensureStateBucket' | 'checkStateBucket',
): Promise<StateBucketResult | undefined> {
  if (state.kind !== 's3') return undefined;
  // Loaded only where there is a bucket: `local` has none, and its commands need not wait for the S3 client.
  const { S3Client } = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const module =
    require('../../bootstrap/state-bucket/state-bucket') as typeof import('../../bootstrap/state-bucket/state-bucket');
  const region = state.region ?? deploymentRegion;
  // A stand-in at one address can't answer under a name for each bucket.
  const forcePathStyle = Boolean(process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_S3);
  const client = new S3Client({ region, forcePathStyle });
  try {
    return await module[what](client, { bucket: state.bucket, region, account: identity?.account });
  } finally {
    client.destroy();
  }
}
