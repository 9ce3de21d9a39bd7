import { actionKeyOf, addressOf } from '../../services/s3/call';
import type { RightsRule } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const s3Rights: RightsRule = ({ request }) => {
  const key = actionKeyOf(request);
  const { bucket, key: object } = addressOf(request.path);
  const resource = `arn:aws:s3:::${[bucket, object].filter(Boolean).join('/')}`;
  const actions = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
  return (actions ?? [key]).map((action) => ({ action: `s3:${action}`, resource: actions ? resource : '*' }));
};

/** Many have another name than the call: a HEAD is a kind of reading, and a bucket's settings are named otherwise. */
const ACTIONS: Record<string, readonly string[]> = {
  'GET service': ['ListAllMyBuckets'],
  'PUT bucket': ['CreateBucket'],
  'HEAD bucket': ['ListBucket'],
  'DELETE bucket': ['DeleteBucket'],
  'GET bucket': ['ListBucket'],
  'GET bucket?list-type': ['ListBucket'],
  'GET bucket?versions': ['ListBucketVersions'],
  'GET bucket?location': ['GetBucketLocation'],
  ...setting('versioning', 'BucketVersioning'),
  ...setting('encryption', 'EncryptionConfiguration'),
  ...setting('publicAccessBlock', 'BucketPublicAccessBlock'),
  ...setting('lifecycle', 'LifecycleConfiguration'),
  ...setting('tagging', 'BucketTagging'),
  ...setting('ownershipControls', 'BucketOwnershipControls'),
  ...setting('policy', 'BucketPolicy'),
  'DELETE bucket?policy': ['DeleteBucketPolicy'],
  'PUT object': ['PutObject'],
  'GET object': ['GetObject'],
  'HEAD object': ['GetObject'],
  'DELETE object': ['DeleteObject'],
};

/** Taking a setting away is a kind of putting it, but for the policy. */
function setting(subresource: string, name: string): Record<string, readonly string[]> {
  return {
    [`GET bucket?${subresource}`]: [`Get${name}`],
    [`PUT bucket?${subresource}`]: [`Put${name}`],
    [`DELETE bucket?${subresource}`]: [`Put${name}`],
  };
}
