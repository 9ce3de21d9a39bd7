import type { Construct } from 'constructs';
import { StacksError } from '../errors';
import { ServiceFunction, type ServiceFunctionOptions } from './function';
import { HttpApi } from './http-api';
import { Alarm } from './monitoring/alarm';
import { httpApiGraphs } from './monitoring/graphs';
import type { Graph } from './monitoring/metric';
import { httpApiMetrics } from './monitoring/metrics';

export interface HttpFunctionOptions extends ServiceFunctionOptions {
  /** Route keys that lead to it, e.g. `GET /users/{email}`. */
  routes: readonly string[];
  /** Id of its HTTP API, which stands beside it in the scope. Default: `http`; a second one in a scope takes another. */
  apiId?: string;
}

/**
 * A function behind an HTTP API of its own, with an alarm for the API's answers of 500 and above.
 *
 * @throws {StacksError} `api-id-taken`
 */
export class HttpFunction extends ServiceFunction {
  readonly url: string;
  /** What the dashboard shows of the API. */
  readonly apiGraphs: readonly Graph[];

  constructor(scope: Construct, id: string, { routes, apiId = 'http', ...options }: HttpFunctionOptions) {
    super(scope, id, options);
    requireFree(scope, apiId, options.name);
    const { name, alarmActions: actions } = options;
    const api = new HttpApi(scope, apiId, { name, handler: this, routes });
    this.url = api.url;
    this.apiGraphs = httpApiGraphs(name, api.id);
    new Alarm(this, 'server-errors', {
      name: `${name}-server-errors`,
      description: `The HTTP API ${name} answered 500 or above. The function's log group is /aws/lambda/${name}.`,
      metric: httpApiMetrics(api.id).serverErrors,
      actions,
    });
  }
}

function requireFree(scope: Construct, apiId: string, functionName: string): void {
  if (scope.node.tryFindChild(apiId) === undefined) return;
  throw new StacksError(
    'api-id-taken',
    `The HTTP API of the function ${functionName} can't have the id '${apiId}', which another construct of ${scope.node.path || 'the stack'} has. ` +
      "Give it another as `apiId`, e.g. apiId: 'admin-http'.",
  );
}
