import { Testing } from 'cdktf';
import type { ServiceFunction } from '../../../stacks/constructs/function';
import { HttpApi } from '../../../stacks/constructs/http-api';

const synthesise = (routes: string[]): string =>
  Testing.synthScope((scope) => {
    const handler = { name: 'api', invokeArn: 'arn' } as ServiceFunction;
    new HttpApi(scope, 'http', { name: 'api', handler, routes });
  });

test('routes that differ in a placeholder or a sign alone are resources of their own', () => {
  const routes = ['GET /a/b', 'GET /a/{b}', 'GET /a-b', 'POST /a/b', '$default'];

  const resources = Object.values(JSON.parse(synthesise(routes)).resource.aws_apigatewayv2_route);
  expect(resources.map((route) => (route as { route_key: string }).route_key).sort()).toEqual([...routes].sort());
});

test.each(['/notes/{author}', 'GET notes', 'get /notes', 'GET  /notes', 'FETCH /notes', '$other', ''])(
  'the route "%s", which API Gateway would refuse, is refused when the stack is made',
  (route) => {
    expect(() => synthesise(['GET /things', route])).toThrow(
      expect.objectContaining({
        name: 'StacksError',
        code: 'route-key',
        message: expect.stringContaining(`${JSON.stringify(route)} cannot be a route of the HTTP API api`),
      }),
    );
  },
);
