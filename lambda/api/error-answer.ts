import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { TableError } from '../../table/errors';
import { answer } from './endpoint';
import { ApiError, invalidRequest } from './errors';

/**
 * What the caller gets to see of an error: of those that the API knows, their message; of all others nothing but the
 * request's id, by which the log tells the rest.
 */
export function answerToError(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  const known = error instanceof TableError ? asApiError(error) : error;
  if (!(known instanceof ApiError)) return answer(500, { message: 'Internal server error', requestId });
  const { status, message, details } = known;
  return answer(status, { message, ...(details.errors && { errors: details.errors }) }, details.headers);
}

/** The errors of the access patterns that are the caller's to mend; all others are ours. */
function asApiError(error: TableError): ApiError | undefined {
  const { code, message } = error;
  switch (code) {
    case 'already-exists':
      return new ApiError(409, code, message, {}, { cause: error });
    case 'no-such-company':
      return new ApiError(404, code, message, {}, { cause: error });
    case 'conflict':
      return new ApiError(503, code, message, { headers: { 'retry-after': '1' } }, { cause: error });
    case 'invalid-limit':
      return invalidRequest([{ field: 'limit', reason: message }], error);
    case 'invalid-cursor':
      return invalidRequest([{ field: 'cursor', reason: message }], error);
    default:
      return undefined;
  }
}
