import type { S3Client } from '@aws-sdk/client-s3';
import { bucketExists } from './bucket-exists';
import { createBucket } from './create-bucket';
import { encryption } from './encryption';
import { oldVersions } from './old-versions';
import { publicAccess } from './public-access';
import { secureTransport } from './secure-transport';
import type { BucketFinding, BucketSetting, StateBucket } from './setting';
import { tags } from './tags';
import { versioning } from './versioning';

export interface StateBucketResult {
  created: boolean;
  /** What was changed, or would be, in a bucket that was there: `versioning: off → on`. */
  changes: string[];
  /** Where it differs by somebody's choice, which is left alone. */
  differences: string[];
}

/**
 * The bucket for Terraform's state exists, versioned, encrypted, closed to the public and to requests without TLS, old
 * versions expire, and it is tagged. Made where it is missing; one that is there is given what it lacks, as one whose
 * making was interrupted. What somebody chose otherwise is told and left alone.
 *
 * @throws {BootstrapError} `bucket-not-ours`: bucket names are shared by all accounts of the world; `bucket-elsewhere`
 */
export async function ensureStateBucket(client: S3Client, bucket: StateBucket): Promise<StateBucketResult> {
  const created = !(await bucketExists(client, bucket)) && (await createBucket(client, bucket));
  const found = await examine(client, bucket);
  for (const { setting, finding } of found) if (finding.state === 'missing') await setting.write(client, bucket);
  return { created, ...describe(created ? [] : found) };
}

/** What `ensureStateBucket` would do; nothing is changed. */
export async function checkStateBucket(client: S3Client, bucket: StateBucket): Promise<StateBucketResult> {
  const exists = await bucketExists(client, bucket);
  return { created: !exists, ...describe(exists ? await examine(client, bucket) : []) };
}

/** In this order: before anything is in the bucket it is closed, and the tag says last that it is whole. */
const SETTINGS: readonly BucketSetting[] = [publicAccess, secureTransport, encryption, versioning, oldVersions, tags];

interface Examined {
  setting: BucketSetting;
  finding: BucketFinding;
}

const examine = (client: S3Client, bucket: StateBucket): Promise<Examined[]> =>
  Promise.all(SETTINGS.map(async (setting) => ({ setting, finding: await setting.read(client, bucket) })));

function describe(found: readonly Examined[]): Pick<StateBucketResult, 'changes' | 'differences'> {
  const lines = (state: BucketFinding['state']) =>
    found
      .filter(({ finding }) => finding.state === state)
      .map(({ setting: { name, wanted }, finding: { now } }) =>
        state === 'missing' ? `${name}: ${now} → ${wanted}` : `${name}: ${now} (wanted: ${wanted})`,
      );
  return { changes: lines('missing'), differences: lines('chosen') };
}
