import { randomUUID } from 'node:crypto';
import { type AwsFault, toFault, unknownAction } from '../../protocols/fault';
import { toXml } from '../../protocols/xml';
import type { AwsRequest, AwsResponse, AwsService } from '../../service';
import { bucketActions } from './bucket-actions';
import type { S3Context } from './buckets';
import { actionKeyOf, addressOf } from './call';
import { listingActions } from './listing-actions';
import { objectActions } from './object-actions';
import { settingActions } from './setting-actions';

const actions = { ...bucketActions, ...settingActions, ...listingActions, ...objectActions };

/** S3: what Terraform's state needs, and the bucket for it. Paths are `/<bucket>/<key>`, never a bucket's own host name. */
export function s3Service(context: S3Context): AwsService {
  return (request) => {
    const key = actionKeyOf(request);
    const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
    try {
      if (!action) throw unknownAction('s3', key);
      return withRequestId(action.handle({ ...addressOf(request.path), request, context }));
    } catch (error) {
      return s3Fault(toFault(error, 's3', action?.name ?? key), request);
    }
  };
}

/** A fault as S3 words it. The answer to a HEAD has no body: its status alone tells what is wrong. */
export function s3Fault(fault: AwsFault, request: AwsRequest): AwsResponse {
  const error = toXml({ Code: fault.code, Message: fault.message, Resource: request.path }, 'repeated');
  return withRequestId({
    status: fault.status,
    headers: { 'content-type': 'application/xml' },
    body: request.method === 'HEAD' ? '' : `<?xml version="1.0"?>\n<Error>${error}</Error>`,
  });
}

function withRequestId(response: AwsResponse): AwsResponse {
  return { ...response, headers: { 'x-amz-request-id': randomUUID(), ...response.headers } };
}
