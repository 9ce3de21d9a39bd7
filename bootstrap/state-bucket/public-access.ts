import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { addressOf, type BucketSetting, unlessAbsent } from './setting';

/** A state holds what nobody outside may read: all four ways to make something of it public are blocked. */
export const publicAccess: BucketSetting = {
  name: 'public access',
  wanted: 'blocked',
  read: async (client, bucket) => {
    const answer = await unlessAbsent(
      client.send(new GetPublicAccessBlockCommand(addressOf(bucket))),
      'NoSuchPublicAccessBlockConfiguration',
    );
    const access = answer?.PublicAccessBlockConfiguration ?? {};
    const open = BLOCKS.filter((block) => !access[block]);
    if (open.length === 0) return { state: 'fits', now: 'blocked' };
    return { state: 'missing', now: `not blocked (${open.join(', ')})` };
  },
  write: async (client, bucket) => {
    const PublicAccessBlockConfiguration = Object.fromEntries(BLOCKS.map((block) => [block, true]));
    await client.send(new PutPublicAccessBlockCommand({ ...addressOf(bucket), PublicAccessBlockConfiguration }));
  },
};

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
