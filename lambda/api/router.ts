import { ApiError } from './errors';
import { API_ROUTES, type RouteKey } from './routes';

/** What routing needs of an event of API Gateway's payload format 2.0. */
interface RoutedEvent {
  routeKey: string;
  rawPath: string;
  requestContext: { http: { method: string } };
}

/**
 * The route of a request, as API Gateway found it. What came by `$default` is refused: with 405 and the methods that the
 * path takes where the path is known, else with 404.
 *
 * @throws {ApiError} `no-such-route`, `method-not-allowed`
 */
export function findRoute(event: RoutedEvent): RouteKey {
  const found = routeKeys.find((routeKey) => routeKey === event.routeKey);
  if (found) return found;
  const { method } = event.requestContext.http;
  const methods = methodsOf(event.rawPath);
  if (methods.length === 0 || methods.includes(method)) {
    throw new ApiError('no-such-route', 'GET /openapi.json tells which addresses there are.');
  }
  const allow = methods.join(', ');
  throw new ApiError('method-not-allowed', `This address takes ${allow}, not ${method}.`, { headers: { allow } });
}

const routeKeys = API_ROUTES.filter((routeKey): routeKey is RouteKey => routeKey !== '$default');

function methodsOf(path: string): string[] {
  return routeKeys
    .map((routeKey) => routeKey.split(' '))
    .filter(([, template = '']) => fits(path.split('/'), template.split('/')))
    .map(([method = '']) => method);
}

const fits = (segments: string[], template: string[]): boolean =>
  segments.length === template.length &&
  template.every((expected, index) =>
    expected.startsWith('{') ? segments[index] !== '' : segments[index] === expected,
  );
