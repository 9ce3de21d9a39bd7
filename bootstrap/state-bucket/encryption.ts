import { GetBucketEncryptionCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { addressOf, type BucketSetting, unlessAbsent } from './setting';

/** New buckets have it since January 2023. One with a KMS key is encrypted as well. */
export const encryption: BucketSetting = {
  name: 'encryption',
  wanted: 'on',
  read: async (client, bucket) => {
    const answer = await unlessAbsent(
      client.send(new GetBucketEncryptionCommand(addressOf(bucket))),
      'ServerSideEncryptionConfigurationNotFoundError',
    );
    const rules = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const isOn = rules.some(({ ApplyServerSideEncryptionByDefault: byDefault }) => byDefault?.SSEAlgorithm);
    return isOn ? { state: 'fits', now: 'on' } : { state: 'missing', now: 'off' };
  },
  write: async (client, bucket) => {
    await client.send(
      new PutBucketEncryptionCommand({
        ...addressOf(bucket),
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    );
  },
};
