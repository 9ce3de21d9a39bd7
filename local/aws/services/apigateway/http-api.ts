import type { IncomingHttpHeaders } from 'node:http';
import { LocalError } from '../../../errors';
import { decodePath, findRoute, messageResponse, toHttpApiEvent, toHttpResponse } from '../../../functions/http-api';
import { regionalArn } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { InvokeFunction } from '../lambda/invocation';
import type { InvokingService } from '../lambda/permissions';
import type { ApiGatewayContext, HttpApi, Stage } from './apis';

/** A call of an HTTP API, below `/execute-api/<apiId>`. */
export interface HttpApiRequest {
  apiId: string;
  method: string;
  /** What follows the API's endpoint, still percent-encoded; begins with a slash. */
  path: string;
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
}

export interface HttpApiResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** What the data plane of HTTP APIs needs of Lambda. */
interface FunctionAccess {
  invoke: InvokeFunction;
  /** Whether the function's resource policy lets the service invoke it; false as well where there is no such function. */
  mayInvoke(nameOrArn: string, caller: InvokingService): boolean;
}

/** Largest request. Source: API Gateway developer guide, "Quotas for HTTP APIs". */
const maximumRequestBytes = 10 * 1024 * 1024;

/**
 * Answers the calls of HTTP APIs: finds stage and route, asks the function's resource policy, invokes the function, and
 * answers its result, or 400, 404, 413, 500 and 503 as API Gateway does. `onFailure` is told why where the answer only says
 * "Internal Server Error".
 */
export function httpApiDataPlane(
  context: ApiGatewayContext,
  functions: FunctionAccess,
  onFailure: (reason: string) => void,
): (request: HttpApiRequest) => Promise<HttpApiResponse> {
  return async (request) => {
    const { apis } = context.store.read();
    const api = Object.hasOwn(apis, request.apiId) ? apis[request.apiId] : undefined;
    const path = decodePath(request.path);
    if (path === undefined) return messageResponse(400, 'Bad Request');
    const target = api && chooseStage(api, path);
    const route = target && findRoute(routesOf(api), request.method, target.routePath);
    if (!api || !target || !route) return messageResponse(404, 'Not Found');
    if (request.body.length > maximumRequestBytes) return messageResponse(413, 'Request Entity Too Large');

    const stage = target.stage.settings;
    const integration = api.integrations[route.target.replace('integrations/', '')];
    const sourceArn = sourceArnOf(context, api.id, stage.stageName, request.method, route.routeKey);
    const caller = { service: 'apigateway.amazonaws.com', sourceArn, sourceAccount: context.place.accountId };
    if (!integration || !functions.mayInvoke(integration.integrationUri, caller)) {
      onFailure(`no permission lets apigateway.amazonaws.com invoke ${integration?.integrationUri} for ${sourceArn}`);
      return messageResponse(500, 'Internal Server Error');
    }

    const event = toHttpApiEvent(
      { ...request, rawPath: path },
      {
        apiId: api.id,
        stage: stage.stageName,
        domainName: request.headers.host ?? new URL(context.endpoint()).host,
        accountId: context.place.accountId,
        routeKey: route.routeKey,
        pathParameters: route.pathParameters,
        ...(Object.keys(stage.stageVariables).length > 0 ? { stageVariables: stage.stageVariables } : {}),
      },
    );
    const payload = Buffer.from(JSON.stringify(event));
    const invocation = invoke(functions.invoke, integration.integrationUri, payload, onFailure);
    return within(integration.timeoutInMillis, invocation);
  };
}

/** A path whose first part is a stage's name is that stage's; all others are the `$default` stage's. */
function chooseStage(api: HttpApi, path: string): { stage: Stage; routePath: string } | undefined {
  const [, first = ''] = path.split('/');
  const named = first !== '' && Object.hasOwn(api.stages, first) ? api.stages[first] : undefined;
  if (named) return { stage: named, routePath: path.slice(first.length + 1) || '/' };
  const stage = api.stages.$default;
  return stage && { stage, routePath: path };
}

function routesOf(api: HttpApi): { routeKey: string; target: string }[] {
  return Object.values(api.routes).map(({ routeKey, target }) => ({ routeKey, target }));
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path of the route>`, the `$default` route without a method. */
function sourceArnOf(
  context: ApiGatewayContext,
  apiId: string,
  stage: string,
  method: string,
  routeKey: string,
): string {
  const [, routePath] = routeKey.split(' ', 2);
  const route = routePath === undefined ? routeKey : `${method}${routePath}`;
  return regionalArn('execute-api', context.place, `${apiId}/${stage}/${route}`);
}

async function invoke(
  invokeFunction: InvokeFunction,
  integrationUri: string,
  payload: Buffer,
  onFailure: (reason: string) => void,
): Promise<HttpApiResponse> {
  try {
    const result = await invokeFunction(integrationUri, payload);
    return toHttpResponse(result.payload, result.functionError, (what) =>
      onFailure(`${integrationUri}: its answer is malformed: ${what}`),
    );
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    const { message } = error.cause instanceof LocalError ? error.cause : error;
    onFailure(`${integrationUri}: ${message}`);
    const answer = error instanceof AwsFault ? ANSWERS[error.code] : undefined;
    return answer ? messageResponse(...answer) : messageResponse(500, 'Internal Server Error');
  }
}

/** What is answered where Lambda refuses an invocation; to all other reasons 500. Lambda takes less than an HTTP API does. */
const ANSWERS: Record<string, [status: number, message: string]> = {
  TooManyRequestsException: [503, 'Service Unavailable'],
  RequestTooLargeException: [413, 'Request Entity Too Large'],
};

/** An integration that takes longer than its timeout is answered for, while the function goes on. */
async function within(milliseconds: number, response: Promise<HttpApiResponse>): Promise<HttpApiResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HttpApiResponse>((resolve) => {
    timer = setTimeout(() => resolve(messageResponse(503, 'Service Unavailable')), milliseconds);
  });
  try {
    return await Promise.race([response, late]);
  } finally {
    clearTimeout(timer);
  }
}
