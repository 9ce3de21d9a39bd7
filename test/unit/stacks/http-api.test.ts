import { Testing } from 'cdktf';
import type { ServiceFunction } from '../../../stacks/constructs/function';
import { HttpApi } from '../../../stacks/constructs/http-api';

test('routes that differ in a placeholder or a sign alone are resources of their own', () => {
  const routes = ['GET /a/b', 'GET /a/{b}', 'GET /a-b', 'POST /a/b', '$default'];
  const synthesised = Testing.synthScope((scope) => {
    const handler = { name: 'api', invokeArn: 'arn' } as ServiceFunction;
    new HttpApi(scope, 'http', { name: 'api', handler, routes });
  });

  const resources = Object.values(JSON.parse(synthesised).resource.aws_apigatewayv2_route);
  expect(resources.map((route) => (route as { route_key: string }).route_key).sort()).toEqual([...routes].sort());
});
