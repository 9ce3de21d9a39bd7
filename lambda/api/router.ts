import { ApiError } from './errors';
import { API_ROUTES, type RouteKey } from './routes';

/** What routing needs of an event of API Gateway's payload format 2.0. */
interface RoutedEvent {
  routeKey: string;
  rawPath: string;
  pathParameters?: Record<string, string | undefined>;
  requestContext: { http: { method: string } };
}

/** A route, and what stands in the place of its path's variables. */
interface FoundRoute extends Pick<RoutedEvent, 'pathParameters'> {
  routeKey: RouteKey;
}

/**
 * The route of a request, as API Gateway found it. What came by `$default` is a HEAD, which is taken wherever GET is
 * (RFC 9110, 9.1), or it is refused: with 405 and the methods that the path takes where the path is known, else with 404.
 *
 * @throws {ApiError} `no-such-route`, `method-not-allowed`
 */
export function findRoute(event: RoutedEvent): FoundRoute {
  const named = routeKeys.find((routeKey) => routeKey === event.routeKey);
  if (named) return { routeKey: named, pathParameters: event.pathParameters };
  const { method } = event.requestContext.http;
  const routes = routesAt(event.rawPath);
  const read = routes.find(({ routeKey }) => routeKey.startsWith('GET '));
  if (read && method === 'HEAD') return read;
  const methods = routes.flatMap(({ routeKey }) => methodsOf(routeKey));
  if (methods.length === 0 || methods.includes(method)) {
    throw new ApiError('no-such-route', 'GET /openapi.json tells which addresses there are.');
  }
  const allow = methods.join(', ');
  throw new ApiError('method-not-allowed', `This address takes ${allow}, not ${method}.`, { headers: { allow } });
}

const routeKeys = API_ROUTES.filter((routeKey): routeKey is RouteKey => routeKey !== '$default');

/** The routes whose path fits one that an HTTP API has decoded, as it does with `rawPath`. */
function routesAt(path: string): FoundRoute[] {
  return routeKeys.flatMap((routeKey) => {
    const [, template = ''] = routeKey.split(' ');
    const pathParameters = match(path.split('/'), template.split('/'));
    return pathParameters ? [{ routeKey, pathParameters }] : [];
  });
}

function match(segments: string[], template: string[]): Record<string, string> | undefined {
  if (segments.length !== template.length) return undefined;
  const pathParameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const expected = template[index] ?? '';
    if (expected.startsWith('{') && segment !== '') pathParameters[expected.slice(1, -1)] = segment;
    else if (segment !== expected) return undefined;
  }
  return pathParameters;
}

function methodsOf(routeKey: RouteKey): string[] {
  const [method = ''] = routeKey.split(' ');
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}
