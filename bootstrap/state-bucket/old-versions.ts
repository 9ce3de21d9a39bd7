import {
  GetBucketLifecycleConfigurationCommand,
  type GetBucketLifecycleConfigurationCommandOutput,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { coversAll, withFilter } from './lifecycle-scope';
import { addressOf, type BucketSetting, type StateBucket, unlessAbsent } from './setting';

/** Days. Long enough to go back to, and no state of years ago, with all its secrets, is kept. */
const DAYS = 90;

/** Each deploy leaves a version of the state behind; these expire. */
export const oldVersions: BucketSetting = {
  name: 'old versions',
  wanted: `expire after ${DAYS} days`,
  read: async (client, bucket) => {
    const { Rules = [] } = await lifecycleOf(client, bucket);
    const expirations = Rules.filter((rule) => rule.Status === 'Enabled' && coversAll(rule, statesOf(bucket))).flatMap(
      ({ NoncurrentVersionExpiration: expiration }) => (expiration ? [expiration.NoncurrentDays] : []),
    );
    if (expirations.length === 0) return { state: 'missing', now: 'kept for ever' };
    return expirations.includes(DAYS)
      ? { state: 'fits', now: `expire after ${DAYS} days` }
      : { state: 'chosen', now: `expire after ${expirations.join(', ')} days` };
  },
  // S3 takes the rules as a whole, with the least size that they move to another storage class: what the bucket has is kept.
  write: async (client, bucket) => {
    const { Rules = [], TransitionDefaultMinimumObjectSize } = await lifecycleOf(client, bucket);
    const LifecycleConfiguration = { Rules: [...Rules.map(withFilter), ruleBeside(Rules, bucket)] };
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        ...addressOf(bucket),
        LifecycleConfiguration,
        TransitionDefaultMinimumObjectSize,
      }),
    );
  },
};

const ID = 'expire-old-states';

/**
 * For the states alone: of two rules for an object S3 follows the one that expires it sooner, so one for the whole bucket
 * would overrule those for what else is in it. No two rules may have one ID, and S3 gives one to a rule without.
 * Source: Amazon S3 user guide, "How Amazon S3 handles conflicts in lifecycle configurations".
 */
const ruleBeside = (rules: readonly LifecycleRule[], bucket: StateBucket): LifecycleRule => ({
  ...(!rules.some((rule) => rule.ID === ID) && { ID }),
  Status: 'Enabled',
  Filter: { Prefix: statesOf(bucket) },
  NoncurrentVersionExpiration: { NoncurrentDays: DAYS },
});

const statesOf = ({ key }: StateBucket): string => `${key}/`;

async function lifecycleOf(
  client: S3Client,
  bucket: StateBucket,
): Promise<Partial<GetBucketLifecycleConfigurationCommandOutput>> {
  const asked = client.send(new GetBucketLifecycleConfigurationCommand(addressOf(bucket)));
  return (await unlessAbsent(asked, 'NoSuchLifecycleConfiguration')) ?? {};
}
