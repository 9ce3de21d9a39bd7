import { BootstrapError } from '../errors';
import type { StateBucket } from './setting';

/** The bucket is somebody else's, or these credentials may not use it: S3 does not tell which. */
export const notOurs = ({ bucket, account }: StateBucket, cause: unknown): BootstrapError =>
  new BootstrapError(
    'bucket-not-ours',
    `The state bucket ${bucket} exists, but ${account ? `not in account ${account}, or ` : ''}these credentials may not ` +
      'use it: another account may own it, as names of buckets are shared by all accounts of the world. Name another ' +
      'bucket in deployments.ts, or use the credentials of its account.',
    { cause },
  );
