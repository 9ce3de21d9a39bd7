import type { StateBucketResult } from '../../bootstrap/state-bucket/state-bucket';
import type { NamedDeployment } from './deployment';
import type { Output } from './output';
import { withStateClient } from './state-client';
import type { Target } from './target';

/** Makes the deployment's state bucket where it has one and it is missing, and gives it what it lacks. */
export async function ensureBucketOf(
  deployment: NamedDeployment,
  target: Target,
  output: Pick<Output, 'during'>,
): Promise<StateBucketResult | undefined> {
  if (deployment.state.kind !== 's3') return undefined;
  return output.during('Looking at the state bucket', () => withBucket(deployment, target, 'ensureStateBucket'));
}

/** What `ensureBucketOf` would do. */
export function checkBucketOf(deployment: NamedDeployment, target: Target): Promise<StateBucketResult | undefined> {
  return withBucket(deployment, target, 'checkStateBucket');
}

type StateBucketModule = typeof import('../../bootstrap/state-bucket/state-bucket');

async function withBucket(
  { state, region }: NamedDeployment,
  { identity }: Target,
  what: keyof StateBucketModule,
): Promise<StateBucketResult | undefined> {
  if (state.kind !== 's3') return undefined;
  return withStateClient({ state, region }, (_, client, bucket) => {
    const module = require('../../bootstrap/state-bucket/state-bucket') as StateBucketModule;
    const { bucket: name, region, key } = bucket;
    return module[what](client, { bucket: name, region, key, account: identity?.account });
  });
}
