import { HttpFunction } from '../../../../stacks/constructs/http-function';
import { functionOptions, only, resourcesOf, synthesised } from '../support/synthesised';

const stack = synthesised((scope) => {
  new HttpFunction(scope, 'api', { ...functionOptions('things-api'), routes: ['GET /things'] });
  new HttpFunction(scope, 'admin', {
    ...functionOptions('things-admin'),
    routes: ['GET /things'],
    apiId: 'admin-http',
  });
});

test('each function has an API of its own, which alone may call it', () => {
  const [api, admin] = ['http_api', 'admin-http_api'].map((name) => only(stack, 'aws_apigatewayv2_api', name));

  expect(api?.resource).toMatchObject({ name: 'things-api' });
  expect(admin?.resource).toMatchObject({ name: 'things-admin' });
  expect(only(stack, 'aws_lambda_permission', 'admin-http').resource).toMatchObject({
    function_name: `\${${only(stack, 'aws_lambda_function', 'admin').address}.function_name}`,
    source_arn: `\${${admin?.address}.execution_arn}/*`,
  });
});

test('its alarms are for errors, throttles, and what the API answers of 500 and above', () => {
  const alarms = resourcesOf(stack, 'aws_cloudwatch_metric_alarm').filter(({ alarm_name }) =>
    String(alarm_name).startsWith('things-api-'),
  );

  expect(
    alarms.map(({ alarm_name, namespace, metric_name, dimensions }) => [
      alarm_name,
      namespace,
      metric_name,
      dimensions,
    ]),
  ).toEqual([
    ['things-api-errors', 'AWS/Lambda', 'Errors', { FunctionName: 'things-api' }],
    [
      'things-api-server-errors',
      'AWS/ApiGateway',
      '5xx',
      { ApiId: `\${${only(stack, 'aws_apigatewayv2_api', 'http_api').address}.id}` },
    ],
    ['things-api-throttles', 'AWS/Lambda', 'Throttles', { FunctionName: 'things-api' }],
  ]);
});

test('a second one without an `apiId` of its own is refused, and told to take one', () => {
  const make = () =>
    synthesised((scope) => {
      new HttpFunction(scope, 'api', { ...functionOptions('things-api'), routes: ['GET /things'] });
      new HttpFunction(scope, 'admin', { ...functionOptions('things-admin'), routes: ['GET /things'] });
    });

  expect(make).toThrow(
    expect.objectContaining({
      name: 'StacksError',
      code: 'api-id-taken',
      message: expect.stringMatching(/things-admin can't have the id 'http'.*`apiId`/),
    }),
  );
});
