import { GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { addressOf, type BucketSetting } from './setting';

/** A state that was overwritten or deleted can be had back. */
export const versioning: BucketSetting = {
  name: 'versioning',
  wanted: 'on',
  read: async (client, bucket) => {
    const { Status } = await client.send(new GetBucketVersioningCommand(addressOf(bucket)));
    if (Status === 'Enabled') return { state: 'fits', now: 'on' };
    return { state: 'missing', now: Status === 'Suspended' ? 'suspended' : 'off' };
  },
  write: async (client, bucket) => {
    await client.send(
      new PutBucketVersioningCommand({ ...addressOf(bucket), VersioningConfiguration: { Status: 'Enabled' } }),
    );
  },
};
