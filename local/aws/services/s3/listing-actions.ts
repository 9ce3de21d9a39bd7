import { AwsFault } from '../../protocols/fault';
import type { AwsResponse } from '../../service';
import { bucketIn } from './buckets';
import { type S3Action, type S3Call, xmlAnswer } from './call';
import { currentContent } from './versions';

/** The calls that list what is in a bucket. */
export const listingActions: Record<string, S3Action> = {
  'GET bucket?list-type': { name: 'ListObjectsV2', handle: listObjects },
  'GET bucket?versions': { name: 'ListObjectVersions', handle: listVersions },
};

/** Most entries of a page. Source: Amazon S3 API reference, ListObjectsV2. */
const maximumEntries = 1000;

function listObjects({ bucket: name, context, request: { query } }: S3Call): AwsResponse {
  if (query.get('encoding-type')) throw new AwsFault('InvalidArgument', 'encoding-type is not supported here');
  const bucket = bucketIn(context.store.read(), name);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? maximumEntries), maximumEntries);
  const token = query.get('continuation-token');
  const after = token ? Buffer.from(token, 'base64url').toString('utf8') : (query.get('start-after') ?? '');

  const keys = Object.keys(bucket.objects).filter((key) => currentContent(bucket, key) && key.startsWith(prefix));
  const entries = [...new Set(keys.map((key) => grouped(key, prefix, delimiter)))].filter((key) => key > after).sort();
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const isTruncated = page.length < entries.length && last !== undefined;
  const isGroup = (entry: string) => delimiter !== '' && entry.slice(prefix.length).includes(delimiter);
  return xmlAnswer('ListBucketResult', {
    Name: name,
    Prefix: prefix,
    Delimiter: delimiter || undefined,
    MaxKeys: limit,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? Buffer.from(last).toString('base64url') : undefined,
    Contents: page
      .filter((entry) => !isGroup(entry))
      .map((key) => {
        const [version] = bucket.objects[key] ?? [];
        return {
          Key: key,
          LastModified: version?.modifiedAt,
          ETag: version?.content?.etag,
          Size: version?.content?.bytes,
          StorageClass: 'STANDARD',
        };
      }),
    CommonPrefixes: page.filter(isGroup).map((entry) => ({ Prefix: entry })),
  });
}

/** All versions at once: a bucket of this stand-in does not have so many. */
function listVersions({ bucket: name, context, request: { query } }: S3Call): AwsResponse {
  const prefix = query.get('prefix') ?? '';
  const bucket = bucketIn(context.store.read(), name);
  const keys = Object.keys(bucket.objects)
    .filter((key) => key.startsWith(prefix))
    .sort();
  const versions = keys.flatMap((key) =>
    (bucket.objects[key] ?? []).map((version, index) => ({ key, version, isLatest: index === 0 })),
  );
  return xmlAnswer('ListVersionsResult', {
    Name: name,
    Prefix: prefix,
    MaxKeys: versions.length,
    IsTruncated: false,
    Version: versions.flatMap(({ key, version, isLatest }) =>
      version.content
        ? [
            {
              Key: key,
              VersionId: version.versionId,
              IsLatest: isLatest,
              LastModified: version.modifiedAt,
              ETag: version.content.etag,
              Size: version.content.bytes,
              StorageClass: 'STANDARD',
            },
          ]
        : [],
    ),
    DeleteMarker: versions.flatMap(({ key, version, isLatest }) =>
      version.content
        ? []
        : [{ Key: key, VersionId: version.versionId, IsLatest: isLatest, LastModified: version.modifiedAt }],
    ),
  });
}

/** With a delimiter, keys that have it after the prefix count as one entry, which ends with it. */
function grouped(key: string, prefix: string, delimiter: string): string {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + delimiter.length);
}
