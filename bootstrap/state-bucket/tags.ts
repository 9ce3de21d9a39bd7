import { GetBucketTaggingCommand, PutBucketTaggingCommand, type S3Client, type Tag } from '@aws-sdk/client-s3';
import { addressOf, type BucketSetting, type StateBucket, unlessAbsent } from './setting';

const TAG = { Key: 'groundwork', Value: 'terraform-state' };

/** Who finds the bucket in the account's bill or list sees what it is for. */
export const tags: BucketSetting = {
  name: `tag ${TAG.Key}`,
  wanted: TAG.Value,
  read: async (client, bucket) => {
    const value = (await tagsOf(client, bucket)).find(({ Key }) => Key === TAG.Key)?.Value;
    if (value === TAG.Value) return { state: 'fits', now: value };
    return value === undefined ? { state: 'missing', now: 'none' } : { state: 'chosen', now: value };
  },
  // S3 takes the tags as a whole: those that the bucket has are kept.
  write: async (client, bucket) => {
    const TagSet = [...(await tagsOf(client, bucket)), TAG];
    await client.send(new PutBucketTaggingCommand({ ...addressOf(bucket), Tagging: { TagSet } }));
  },
};

async function tagsOf(client: S3Client, bucket: StateBucket): Promise<Tag[]> {
  const answer = await unlessAbsent(client.send(new GetBucketTaggingCommand(addressOf(bucket))), 'NoSuchTagSet');
  return answer?.TagSet ?? [];
}
