interface Route {
  /** `GET /companies/{name}`, `ANY /{proxy+}` or `$default`. */
  routeKey: string;
  target: string;
}

interface RouteMatch extends Route {
  pathParameters: Record<string, string>;
}

/** How closely a segment of a route's path names what was asked for: the lower, the closer. */
const EXACT = 0;
const VARIABLE = 1;
const GREEDY = 2;

interface Candidate extends RouteMatch {
  closeness: number[];
  anyMethod: boolean;
}

/**
 * The route of an HTTP API that answers a request: the closest match of the path, where a literal segment is closer than
 * `{variable}` and that is closer than `{greedy+}`; among equals the one that names the method rather than `ANY`;
 * `$default` where nothing else matches.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 *
 * @param path the request's path below the stage, as `decodePath` gives it
 */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = path.split('/').slice(1);
  const [closest] = routes
    .map((route) => match(route, method, segments))
    .filter((candidate) => candidate !== undefined)
    .sort(compareCloseness);
  if (closest) {
    return { routeKey: closest.routeKey, target: closest.target, pathParameters: closest.pathParameters };
  }
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return fallback && { routeKey: fallback.routeKey, target: fallback.target, pathParameters: {} };
}

function match(route: Route, method: string, segments: readonly string[]): Candidate | undefined {
  const [routeMethod, routePath] = route.routeKey.split(' ', 2);
  if (routePath === undefined || (routeMethod !== 'ANY' && routeMethod !== method.toUpperCase())) {
    return undefined;
  }
  const pathParameters: Record<string, string> = {};
  const closeness: number[] = [];
  const pattern = routePath.split('/').slice(1);
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    const variable = /^\{([^}+]+)(\+?)\}$/.exec(part);
    if (segment === undefined || (variable && segment === '')) {
      return undefined;
    }
    if (variable?.[1] !== undefined && variable[2] === '+') {
      pathParameters[variable[1]] = segments.slice(index).join('/');
      closeness.push(GREEDY);
      return { ...route, pathParameters, closeness, anyMethod: routeMethod === 'ANY' };
    }
    if (variable?.[1] !== undefined) {
      pathParameters[variable[1]] = segment;
      closeness.push(VARIABLE);
    } else if (part === segment) {
      closeness.push(EXACT);
    } else {
      return undefined;
    }
  }
  return pattern.length === segments.length
    ? { ...route, pathParameters, closeness, anyMethod: routeMethod === 'ANY' }
    : undefined;
}

function compareCloseness(one: Candidate, other: Candidate): number {
  for (let index = 0; index < Math.max(one.closeness.length, other.closeness.length); index += 1) {
    const difference = (one.closeness[index] ?? EXACT) - (other.closeness[index] ?? EXACT);
    if (difference !== 0) {
      return difference;
    }
  }
  return Number(one.anyMethod) - Number(other.anyMethod);
}
