import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Table } from '../../table/table';
import type { Log } from '../log';
import { startStopwatch } from '../stopwatch';
import { ENDPOINTS } from './endpoints';
import { unlessKnown } from './etag';
import { answerToError } from './problem-answer';
import { findRoute } from './router';

/** What the API needs of the world. */
interface Surroundings {
  connectTable(): Promise<Table>;
  log: Log;
}

/** An event and context of Lambda, answered in payload format 2.0. Never rejects: API Gateway would say less than we do. */
type Handler = (
  event: APIGatewayProxyEventV2,
  context: { awsRequestId: string },
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The API behind an HTTP API of API Gateway, payload format 2.0. Each request leaves one line in the log: the route
 * rather than the path, which holds names and e-mail addresses, and the duration in milliseconds.
 */
export function createApi({ connectTable, log }: Surroundings): Handler {
  return async (event, { awsRequestId }) => {
    const duration = startStopwatch();
    const outcome = await answerOrError(event, connectTable, awsRequestId);
    const status = outcome.answer.statusCode ?? 200;
    log(status < 500 ? 'info' : 'error', 'request', {
      requestId: awsRequestId,
      apiRequestId: event.requestContext.requestId,
      route: event.routeKey,
      status,
      duration: duration(),
      ...(status >= 500 && { error: outcome.error }),
    });
    return methodOf(event) === 'HEAD' ? withoutBody(outcome.answer) : outcome.answer;
  };
}

async function answerOrError(
  event: APIGatewayProxyEventV2,
  connectTable: () => Promise<Table>,
  requestId: string,
): Promise<{ answer: APIGatewayProxyStructuredResultV2; error?: unknown }> {
  try {
    const { routeKey, pathParameters } = findRoute(event);
    const answer = await ENDPOINTS[routeKey].answer({ ...event, pathParameters }, connectTable);
    const isRead = ['GET', 'HEAD'].includes(methodOf(event));
    return { answer: isRead ? unlessKnown(answer, event.headers['if-none-match']) : answer };
  } catch (error) {
    return { answer: answerToError(error, requestId), error };
  }
}

const methodOf = ({ requestContext }: APIGatewayProxyEventV2): string => requestContext.http.method;

/** The answer to a HEAD: GET's, with the length of the body in place of the body (RFC 9110, 9.3.2). */
function withoutBody({ body, ...answer }: APIGatewayProxyStructuredResultV2): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'content-length': Buffer.byteLength(body) } };
}
