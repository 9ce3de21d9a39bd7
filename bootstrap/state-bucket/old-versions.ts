import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { addressOf, type BucketSetting, type StateBucket, unlessAbsent } from './setting';

/** Days. Long enough to go back to, and no state of years ago, with all its secrets, is kept. */
const DAYS = 90;

/** Each deploy leaves a version of the state behind; these expire. */
export const oldVersions: BucketSetting = {
  name: 'old versions',
  wanted: `expire after ${DAYS} days`,
  read: async (client, bucket) => {
    const expirations = (await rulesOf(client, bucket)).flatMap(
      ({ Status, NoncurrentVersionExpiration: expiration }) =>
        Status === 'Enabled' && expiration ? [expiration.NoncurrentDays] : [],
    );
    if (expirations.length === 0) return { state: 'missing', now: 'kept for ever' };
    return expirations.includes(DAYS)
      ? { state: 'fits', now: `expire after ${DAYS} days` }
      : { state: 'chosen', now: `expire after ${expirations.join(', ')} days` };
  },
  // S3 takes the rules as a whole: those that the bucket has are kept.
  write: async (client, bucket) => {
    const Rules = [...(await rulesOf(client, bucket)), RULE];
    await client.send(
      new PutBucketLifecycleConfigurationCommand({ ...addressOf(bucket), LifecycleConfiguration: { Rules } }),
    );
  },
};

const RULE: LifecycleRule = {
  ID: 'expire-old-states',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  NoncurrentVersionExpiration: { NoncurrentDays: DAYS },
};

async function rulesOf(client: S3Client, bucket: StateBucket): Promise<LifecycleRule[]> {
  const answer = await unlessAbsent(
    client.send(new GetBucketLifecycleConfigurationCommand(addressOf(bucket))),
    'NoSuchLifecycleConfiguration',
  );
  return answer?.Rules ?? [];
}
