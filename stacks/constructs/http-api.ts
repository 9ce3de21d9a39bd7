import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { StacksError } from '../errors';
import type { ServiceFunction } from './function';

export interface HttpApiOptions {
  name: string;
  /** Answers all of `routes`. */
  handler: ServiceFunction;
  /** Route keys, e.g. `GET /users/{email}`. */
  routes: readonly string[];
}

/**
 * An HTTP API in front of one function.
 *
 * @throws {StacksError} `route-key`
 */
export class HttpApi extends Construct {
  readonly id: string;
  readonly url: string;

  constructor(scope: Construct, id: string, { name, handler, routes }: HttpApiOptions) {
    super(scope, id);
    for (const route of routes) requireRouteKey(route, name);
    const api = new Apigatewayv2Api(this, 'api', { name, protocolType: 'HTTP' });
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.invokeArn,
      payloadFormatVersion: '2.0',
    });
    for (const routeKey of routes) {
      new Apigatewayv2Route(this, routeKey, {
        apiId: api.id,
        routeKey,
        target: `integrations/${integration.id}`,
      });
    }
    new Apigatewayv2Stage(this, 'stage', { apiId: api.id, name: '$default', autoDeploy: true });
    new LambdaPermission(this, 'permission', {
      statementId: 'http-api',
      action: 'lambda:InvokeFunction',
      functionName: handler.name,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*`,
    });
    this.id = api.id;
    this.url = api.apiEndpoint;
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
const ROUTE_KEY = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

/** AWS would refuse it in the midst of a deploy, when the route that it takes the place of is gone. */
function requireRouteKey(route: string, apiName: string): void {
  if (ROUTE_KEY.test(route)) return;
  throw new StacksError(
    'route-key',
    `${JSON.stringify(route)} cannot be a route of the HTTP API ${apiName}: write it as "METHOD /path", e.g. "GET /notes/{author}", ` +
      'with ANY for all methods, or as "$default".',
  );
}
