import type { S3Client } from '@aws-sdk/client-s3';

/** The bucket of a deployment's state, as `deployments.ts` names it. */
export interface StateBucket {
  bucket: string;
  region: string;
  /** What the keys of the states begin with, without the slash: `${key}/service.tfstate`. */
  key: string;
  /** Twelve digits: S3 refuses every call for a bucket of another account, even where that account would let us in. */
  account?: string;
}

/** One thing that a state bucket has to have. */
export interface BucketSetting {
  name: string;
  /** As it has to be, for a person. */
  wanted: string;
  read(client: S3Client, bucket: StateBucket): Promise<BucketFinding>;
  write(client: S3Client, bucket: StateBucket): Promise<void>;
}

export interface BucketFinding {
  /** `chosen`: it differs, and somebody must have wanted it so. */
  state: 'fits' | 'missing' | 'chosen';
  /** As it is, for a person. */
  now: string;
}

/** The parameters that name the bucket in every call. */
export const addressOf = ({ bucket, account }: StateBucket) => ({
  Bucket: bucket,
  ...(account && { ExpectedBucketOwner: account }),
});

/** What S3 answers, or undefined where the bucket has none of it and S3 says so by an error of this name. */
export async function unlessAbsent<Answer>(asked: Promise<Answer>, absent: string): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === absent) return undefined;
    throw error;
  }
}
