import { isRecord } from '../../json';
import type { AwsPlace } from '../arn';
import { accessesOf } from '../dynamodb/accesses';
import { parseForm } from '../protocols/query';
import type { AwsRequest } from '../service';
import type { Call, NeededRight, RightsRule } from './call';
import { apiGatewayRights } from './rules/apigateway';
import { iamRights } from './rules/iam';
import { lambdaRights } from './rules/lambda';
import { logsRights } from './rules/logs';
import { snsRights, sqsRights } from './rules/messages';
import { monitoringRights } from './rules/monitoring';
import { s3Rights } from './rules/s3';

/**
 * The rights that AWS would want for a call of the stand-in: which actions on which resources, as the Service Authorization
 * Reference has them (https://docs.aws.amazon.com/service-authorization/latest/reference/). A call that no rule knows wants
 * the action of its own name on `*`, which no policy that names its resources gives: it is seen, and not overlooked.
 */
export function neededRights(request: AwsRequest, operation: string, place: AwsPlace): NeededRight[] {
  const rule = Object.hasOwn(rules, request.service) ? rules[request.service] : undefined;
  return (rule ?? unknownRights)({ request, operation, input: inputOf(request), place });
}

const rules: Record<string, RightsRule> = {
  apigateway: apiGatewayRights,
  dynamodb: dynamodbRights,
  iam: iamRights,
  lambda: lambdaRights,
  logs: logsRights,
  monitoring: monitoringRights,
  s3: s3Rights,
  sns: snsRights,
  sqs: sqsRights,
  sts: stsRights,
};

function dynamodbRights(call: Call): NeededRight[] {
  const { operation, input, request, place } = call;
  const accesses = accessesOf(operation, input, { ...place, region: request.region });
  if (!Array.isArray(accesses)) return unknownRights(call);
  return accesses.map(({ action, resource }) => ({ action, resource }));
}

/** "No permissions are required to perform this operation", says its page in the API reference. */
function stsRights(call: Call): NeededRight[] {
  return call.operation === 'GetCallerIdentity' ? [] : unknownRights(call);
}

const unknownRights: RightsRule = ({ request, operation }) => [
  { action: `${request.service}:${operation}`, resource: '*' },
];

function inputOf({ body, headers, service }: AwsRequest): Record<string, unknown> {
  // The bodies of S3's objects are none of our business.
  if (body.length === 0 || service === 's3') return {};
  const text = body.toString('utf8');
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return parseForm(new URLSearchParams(text));
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
