import { AwsFault } from '../../protocols/fault';
import { elementTexts } from '../../protocols/xml';
import type { AwsResponse } from '../../service';
import { bucketIn } from './buckets';
import { documentAnswer, type S3Action, type S3Call } from './call';
import { initialSettings } from './setting-actions';

/** The calls for buckets themselves, by what makes a request one of them. */
export const bucketActions: Record<string, S3Action> = {
  'PUT bucket': { name: 'CreateBucket', handle: createBucket },
  'HEAD bucket': { name: 'HeadBucket', handle: headBucket },
  'DELETE bucket': { name: 'DeleteBucket', handle: deleteBucket },
  'GET bucket?location': { name: 'GetBucketLocation', handle: bucketLocation },
};

function createBucket({ bucket: name, context, request }: S3Call): AwsResponse {
  checkName(name);
  checkLocation(elementTexts(request.body.toString('utf8'), 'LocationConstraint')[0] ?? '', request.region);
  context.store.change((state) => {
    if (Object.hasOwn(state.buckets, name)) {
      throw new AwsFault(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
      );
    }
    state.buckets[name] = { name, createdAt: new Date().toISOString(), settings: initialSettings(), objects: {} };
  });
  return { status: 200, headers: { location: `/${name}` } };
}

function headBucket({ bucket, context }: S3Call): AwsResponse {
  bucketIn(context.store.read(), bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': context.place.region } };
}

function deleteBucket({ bucket: name, context }: S3Call): AwsResponse {
  context.store.change((state) => {
    if (Object.keys(bucketIn(state, name).objects).length > 0) {
      throw new AwsFault('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    }
    delete state.buckets[name];
  });
  return { status: 204 };
}

function bucketLocation({ bucket, context }: S3Call): AwsResponse {
  bucketIn(context.store.read(), bucket);
  const constraint = context.place.region === 'us-east-1' ? '' : context.place.region;
  return documentAnswer(
    `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${constraint}</LocationConstraint>`,
  );
}

/** Source: Amazon S3 user guide, "General purpose bucket naming rules" (their main part). */
function checkName(name: string): void {
  if (/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..')) return;
  throw new AwsFault('InvalidBucketName', `The specified bucket is not valid: ${name}`);
}

/** Outside us-east-1 the request has to name the region it is sent to; in us-east-1 it names none. */
function checkLocation(constraint: string, region: string): void {
  if (constraint === (region === 'us-east-1' ? '' : region)) return;
  throw new AwsFault(
    'IllegalLocationConstraintException',
    `The ${constraint || 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
