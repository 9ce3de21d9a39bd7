import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { TableError } from '../../table/errors';
import { ApiError, type FieldProblem, invalidRequest } from './errors';
import { PROBLEMS, type ProblemCode, problemType } from './problems';

/**
 * What the caller gets to see of an error, as problem details (RFC 9457): of those that the API knows, their message; of
 * all others nothing but the request's id, by which the log tells the rest.
 */
export function answerToError(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  const known = asApiError(error);
  if (!known) return problem('internal-error', { detail: 'The log tells more, by the id of this request.', requestId });
  const { code, message, details } = known;
  return problem(code, { detail: message, ...(details.errors && { errors: details.errors }) }, details.headers);
}

function problem(
  code: ProblemCode,
  members: { detail: string; errors?: FieldProblem[]; requestId?: string },
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  const { status, title } = PROBLEMS[code];
  const retryAfter = status === 503 && { 'retry-after': '1' };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...retryAfter, ...headers },
    body: JSON.stringify({ type: problemType(code), title, status, code, ...members }),
  };
}

/** The errors that are the caller's to mend or to wait out; all others are ours. */
function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof TableError) return ofTable(error);
  if (error instanceof Error && THROTTLED.includes(error.name)) {
    return new ApiError('throttled', 'The table can take no more at the moment. Try again.', {}, { cause: error });
  }
  return undefined;
}

function ofTable(error: TableError): ApiError | undefined {
  const { code, message } = error;
  const field = REFUSED_FIELDS[code];
  if (field) return invalidRequest([{ ...field, reason: message }], error);
  const shared = SHARED_CODES.find((sharedCode) => sharedCode === code);
  return shared && new ApiError(shared, message, {}, { cause: error });
}

/**
 * What the access patterns alone can tell of a request's fields. The only key that can be too long is a membership's, whose
 * routes have the e-mail address in their path.
 */
const REFUSED_FIELDS: Record<string, Pick<FieldProblem, 'in' | 'field'>> = {
  'invalid-cursor': { in: 'query', field: 'cursor' },
  'key-too-long': { in: 'path', field: 'email' },
};

/** The errors that are called the same here and there. */
const SHARED_CODES = [
  'already-exists',
  'conflict',
  'no-change',
  'no-such-company',
  'no-such-invitation',
  'no-such-user',
  'throttled',
  'username-taken',
  'version-mismatch',
] as const satisfies ProblemCode[];

/** What DynamoDB's throttling is called, which the SDK has retried by then: "Error handling with DynamoDB". */
const THROTTLED = ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'];
