/** What of the stack changes in the course of the test. */
export interface StackSettings {
  tableName: string;
  zipFile: string;
  /** Base64 SHA-256 of the zip. */
  zipSha256: string;
  greeting: string;
  memory: number;
  retentionDays: number;
  actions: string[];
  tags: Record<string, string>;
  backend?: object;
}

export const requiredProviders = { aws: { source: 'registry.terraform.io/hashicorp/aws', version: '5.100.0' } };

/** A service as the stacks have it, on the resources that the stand-in answers for: as Terraform's JSON configuration. */
export function stack(settings: StackSettings): object {
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  };
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: settings.actions, Resource: reference('data.aws_dynamodb_table.table.arn') },
    ],
  };
  return {
    terraform: {
      required_providers: requiredProviders,
      ...(settings.backend ? { backend: { s3: settings.backend } } : {}),
    },
    provider: { aws: { region: 'eu-central-1', default_tags: { tags: settings.tags } } },
    data: {
      aws_dynamodb_table: { table: { name: settings.tableName } },
      aws_caller_identity: { current: {} },
    },
    resource: {
      aws_iam_role: {
        api: {
          name: 'stand-in-api',
          assume_role_policy: JSON.stringify(trustPolicy),
          description: 'Runs the function',
        },
      },
      aws_iam_role_policy: {
        table: { name: 'table', role: reference('aws_iam_role.api.id'), policy: JSON.stringify(policy) },
      },
      aws_iam_role_policy_attachment: {
        logs: {
          role: reference('aws_iam_role.api.name'),
          policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        },
      },
      aws_cloudwatch_log_group: {
        api: { name: '/aws/lambda/stand-in-api', retention_in_days: settings.retentionDays },
      },
      aws_lambda_function: {
        api: {
          function_name: 'stand-in-api',
          role: reference('aws_iam_role.api.arn'),
          runtime: 'nodejs22.x',
          handler: 'index.handler',
          filename: settings.zipFile,
          source_code_hash: settings.zipSha256,
          memory_size: settings.memory,
          timeout: 10,
          environment: { variables: { TABLE_NAME: settings.tableName, GREETING: settings.greeting } },
          depends_on: ['aws_cloudwatch_log_group.api', 'aws_iam_role_policy.table'],
        },
      },
      aws_lambda_permission: {
        api: {
          statement_id: 'AllowHttpApi',
          action: 'lambda:InvokeFunction',
          function_name: reference('aws_lambda_function.api.function_name'),
          principal: 'apigateway.amazonaws.com',
          source_arn: `${reference('aws_apigatewayv2_api.api.execution_arn')}/*/*`,
        },
      },
      aws_apigatewayv2_api: { api: { name: 'stand-in-api', protocol_type: 'HTTP' } },
      aws_apigatewayv2_integration: {
        api: {
          api_id: reference('aws_apigatewayv2_api.api.id'),
          integration_type: 'AWS_PROXY',
          integration_uri: reference('aws_lambda_function.api.invoke_arn'),
          payload_format_version: '2.0',
        },
      },
      aws_apigatewayv2_route: {
        hello: {
          api_id: reference('aws_apigatewayv2_api.api.id'),
          route_key: 'GET /hello/{name}',
          target: `integrations/${reference('aws_apigatewayv2_integration.api.id')}`,
        },
      },
      aws_apigatewayv2_stage: {
        default: { api_id: reference('aws_apigatewayv2_api.api.id'), name: '$default', auto_deploy: true },
      },
    },
    output: {
      endpoint: { value: reference('aws_apigatewayv2_api.api.api_endpoint') },
      account: { value: reference('data.aws_caller_identity.current.account_id') },
    },
  };
}

/** An expression of Terraform's, as it stands in a string of its JSON configuration. */
export function reference(expression: string): string {
  return `\${${expression}}`;
}
