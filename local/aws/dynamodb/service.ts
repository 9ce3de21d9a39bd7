import { LocalError } from '../../errors';
import { isRecord } from '../../json';
import type { Principal } from '../iam/principal';
import type { AwsRequest, AwsResponse, AwsService } from '../service';
import { accessesOf } from './accesses';
import { accessDenied, errorAnswer, unrecognisedClient } from './answers';
import { type AccessDecision, type Authorise, createAuthoriser } from './authoriser';
import { answerAllowedStatements } from './batch-statements';
import { createForwarder, type Forward } from './forward';
import { partitionKeyLookup } from './partition-keys';
import { relay } from './relay';

/**
 * DynamoDB and DynamoDB Streams of the stand-in: authorises each call by the policies of the role that makes it, and
 * passes what they allow on to DynamoDB Local at `endpoint`. Administrators' calls pass without being authorised. What
 * is not allowed gets AWS's AccessDeniedException; a call that cannot be carried out at all gets a 400, because AWS
 * SDKs would repeat it for minutes on a 5xx.
 */
export function dynamodbService(options: {
  /** DynamoDB Local, as `http://127.0.0.1:8000`. */
  endpoint: string;
  region: string;
  accountId: string;
  /** Whose an access key is; nothing for one that was never given out. */
  principalOf: (accessKeyId: string) => Principal | undefined;
  /** Is told what each role was allowed and denied. */
  onDecision?: (decision: AccessDecision) => void;
}): AwsService {
  const forward = createForwarder(options.endpoint);
  const partitionKeyOf = partitionKeyLookup((table) => describeTable(table, forward));
  const authorise = createAuthoriser({ partitionKeyOf, onDecision: options.onDecision });
  const { accountId, region } = options;
  return async (request) => {
    const principal = options.principalOf(request.accessKeyId);
    if (!principal) return unrecognisedClient();
    const operation = request.headers['x-amz-target']?.split('.').at(-1) ?? '(none)';
    const pass = () => relay({ ...request, operation }, { forward, place: { region, accountId } });
    try {
      if (principal.kind === 'administrator') return await pass();
      return await answerRole({ request, operation, role: principal }, { authorise, forward, accountId, pass });
    } catch (error) {
      if (!(error instanceof LocalError)) throw error;
      return errorAnswer(`groundwork.local#${error.code}`, error.message);
    }
  };
}

async function answerRole(
  call: { request: AwsRequest; operation: string; role: Extract<Principal, { kind: 'role' }> },
  options: { authorise: Authorise; forward: Forward; accountId: string; pass: () => Promise<AwsResponse> },
): Promise<AwsResponse> {
  const { request, operation, role } = call;
  const body = parseBody(request.body);
  if (!body)
    return errorAnswer('com.amazon.coral.service#SerializationException', "The request's body is not a JSON object.");
  // A resource is where the call was sent to: with another region than the table's, the policies name another ARN.
  const accesses = accessesOf(operation, body, { region: request.region, accountId: options.accountId });
  if (accesses === 'unknown operation') {
    return errorAnswer(
      'com.amazonaws.dynamodb.v20120810#UnknownOperationException',
      `The local stand-in for AWS does not know which permissions dynamodb ${operation} needs.`,
    );
  }
  if (accesses === 'malformed statement') {
    return errorAnswer(
      'com.amazon.coral.validate#ValidationException',
      "Statement wasn't well formed, can't be processed",
    );
  }
  const denials = await options.authorise(accesses, { role, region: request.region });
  const denial = denials.find((found) => found !== undefined);
  if (!denial) return options.pass();
  if (operation !== 'BatchExecuteStatement') return accessDenied(role.arn, denial);
  const forward = (allowed: Buffer) => options.forward(request.headers, allowed);
  return answerAllowedStatements(body, { denials, roleArn: role.arn, forward });
}

function parseBody(body: Buffer): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8') || '{}');
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** DynamoDB Local wants a signature of the right form, whoever's it is. */
const ownAuthorization =
  'AWS4-HMAC-SHA256 Credential=groundwork/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none';

async function describeTable(table: string, forward: Forward): Promise<unknown> {
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.DescribeTable',
    'content-type': 'application/x-amz-json-1.0',
    authorization: ownAuthorization,
  };
  const response = await forward(headers, Buffer.from(JSON.stringify({ TableName: table })));
  return response.status === 200 ? parseBody(response.body)?.Table : undefined;
}
