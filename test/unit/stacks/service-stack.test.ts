import path from 'node:path';
import { type TerraformStack, Testing } from 'cdktf';
import { deployments } from '../../../deployments';
import { API_ROUTES } from '../../../lambda/api/routes';
import { createApp } from '../../../stacks/main';
import { REPOSITORY, stackOf } from '../../../stacks/stack';
import type { Deployment } from '../../../table/deployment';

type Resource = Record<string, unknown>;
type ByName = Record<string, Resource>;

interface Synthesised {
  terraform: { backend: Record<string, Resource>; required_providers: ByName };
  provider: { aws: Resource[] };
  data: Record<string, ByName>;
  resource: Record<string, ByName>;
  output: ByName;
}

function synthesise(deploymentName: string, deployment: Deployment): Synthesised {
  const app = createApp({
    deploymentName,
    deployment,
    functions: { api: { zipFile: '../../functions/api.zip', sha256: 'c2hhMjU2' } },
    requiredMigration: '20260101000000-a',
  });
  return JSON.parse(Testing.synth(app.node.findChild('service') as TerraformStack)) as Synthesised;
}

const staging = synthesise('staging', deployments.staging);
const local = synthesise('local', deployments.local);

/** The only resource of a type, and what refers to it. */
function only(stack: Synthesised, type: string): { resource: Resource; address: string } {
  const [[name, resource] = ['', {}], ...more] = Object.entries(stack.resource[type] ?? {});
  expect(more).toEqual([]);
  return { resource, address: `${type}.${name}` };
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string;
}

/** The statements of all policies of roles, by the policy's name. */
function statementsOf(stack: Synthesised): Map<unknown, Statement[]> {
  const policies = Object.values(stack.resource.aws_iam_role_policy ?? {});
  return new Map(policies.map(({ name, policy }) => [name, JSON.parse(String(policy)).Statement as Statement[]]));
}

describe('the provider', () => {
  test('is named with its registry, so that Terraform and OpenTofu mean the same', () => {
    expect(staging.terraform.required_providers).toEqual({
      aws: { source: 'registry.terraform.io/hashicorp/aws', version: '5.100.0' },
    });
  });

  test('works in the region of the deployment', () => {
    expect(staging.provider.aws).toEqual([{ region: 'eu-central-1' }]);
  });

  test('refuses any other account where the deployment names one', () => {
    const { provider } = synthesise('staging', { ...deployments.staging, accountId: '123456789012' });

    expect(provider.aws).toEqual([{ region: 'eu-central-1', allowed_account_ids: ['123456789012'] }]);
  });
});

describe('the state', () => {
  test('of local is a file, found from the stack’s folder wherever the checkout is', () => {
    const { path: file } = local.terraform.backend.local ?? {};

    expect(Object.keys(local.terraform.backend)).toEqual(['local']);
    expect(path.isAbsolute(String(file))).toBe(false);
    expect(path.resolve(stackOf('service').directory, String(file))).toBe(
      path.join(REPOSITORY, '.local/terraform/service.tfstate'),
    );
  });

  test('of an account is in its bucket, encrypted, and locked there', () => {
    expect(staging.terraform.backend).toEqual({
      s3: {
        bucket: 'groundwork-staging-terraform-state',
        key: 'groundwork/service.tfstate',
        region: 'eu-central-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test('can be in another region than the deployment', () => {
    const { terraform } = synthesise('staging', {
      ...deployments.staging,
      state: { kind: 's3', bucket: 'states', key: 'things', region: 'eu-west-1' },
    });

    expect(terraform.backend.s3).toMatchObject({
      bucket: 'states',
      key: 'things/service.tfstate',
      region: 'eu-west-1',
    });
  });
});

describe('the table', () => {
  test('is looked up by its name', () => {
    expect(Object.values(staging.data.aws_dynamodb_table ?? {})).toEqual([{ name: 'groundwork-staging' }]);
  });

  test('is no resource of Terraform’s, which could replace or remove it', () => {
    expect(Object.keys(staging.resource).filter((type) => type.includes('dynamodb'))).toEqual([]);
  });
});

describe('what the function may do', () => {
  const [lookup] = Object.keys(staging.data.aws_dynamodb_table ?? {});
  const tableArn = `\${data.aws_dynamodb_table.${lookup}.arn}`;

  test('is, on the table and the index by their ARNs, exactly what its access patterns use', () => {
    expect(statementsOf(staging).get('table-access')).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:ConditionCheckItem'],
        Resource: tableArn,
      },
      { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${tableArn}/index/gsi1` },
    ]);
  });

  test('is, of logs, to write to its own group', () => {
    expect(statementsOf(staging).get('write-logs')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `\${${only(staging, 'aws_cloudwatch_log_group').address}.arn}:*`,
      },
    ]);
  });

  test('is nowhere everything: no resource, no action and no managed policy', () => {
    for (const { Action, Resource } of [...statementsOf(staging).values()].flat()) {
      expect(Resource).toMatch(/^\$\{(data\.)?aws_[\w.-]+\.arn\}/);
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
    }
    expect(staging.resource).not.toHaveProperty('aws_iam_role_policy_attachment');
    expect(JSON.stringify(only(staging, 'aws_iam_role').resource)).not.toContain('managed_policy');
  });

  test('is in a role of its region: the regions of an account share the names of roles', () => {
    const inStockholm = synthesise('staging', { ...deployments.staging, region: 'eu-north-1' });

    expect(only(staging, 'aws_iam_role').resource.name).toBe('groundwork-staging-api-eu-central-1');
    expect(only(inStockholm, 'aws_iam_role').resource.name).toBe('groundwork-staging-api-eu-north-1');
  });

  test('is in a role whose name ends where AWS has it, and is another one for another function', () => {
    const [one, other] = ['a', 'b']
      .map((end) => synthesise('staging', { ...deployments.staging, table: { name: `${'x'.repeat(59)}${end}` } }))
      .map((stack) => String(only(stack, 'aws_iam_role').resource.name));

    expect(one).toMatch(/^x{42}-[0-9a-f]{8}-eu-central-1$/);
    expect(one).toHaveLength(64);
    expect(other).not.toBe(one);
  });

  test('is for Lambda alone to assume', () => {
    const { assume_role_policy: policy } = only(staging, 'aws_iam_role').resource;

    expect(JSON.parse(String(policy)).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
  });
});

describe('the function', () => {
  test('has the deployment’s settings, its code with its hash, and what it has to know in its environment', () => {
    expect(only(staging, 'aws_lambda_function').resource).toMatchObject({
      function_name: 'groundwork-staging-api',
      memory_size: 512,
      timeout: 10,
      filename: '../../functions/api.zip',
      source_code_hash: 'c2hhMjU2',
      environment: {
        variables: {
          DEPLOYMENT: 'staging',
          REQUIRED_MIGRATION: '20260101000000-a',
          TABLE_NAME: 'groundwork-staging',
        },
      },
    });
  });

  test('reads source maps only where the deployment asks for them', () => {
    const { functions } = deployments.staging;
    const mapped = synthesise('staging', { ...deployments.staging, functions: { ...functions, sourceMap: true } });

    expect(only(mapped, 'aws_lambda_function').resource).toMatchObject({
      environment: { variables: { NODE_OPTIONS: '--enable-source-maps' } },
    });
    expect(JSON.stringify(only(staging, 'aws_lambda_function').resource)).not.toContain('NODE_OPTIONS');
  });

  test('comes after its log group, which forgets after the deployment’s days', () => {
    const { resource, address } = only(staging, 'aws_cloudwatch_log_group');

    expect(resource).toEqual({ name: '/aws/lambda/groundwork-staging-api', retention_in_days: 30 });
    expect(only(staging, 'aws_lambda_function').resource.depends_on).toContain(address);
  });

  test.each(['a.table', 'x'.repeat(61)])('whose name would be made of the table’s name %s is refused', (name) => {
    expect(() => synthesise('staging', { ...deployments.staging, table: { name } })).toThrow(
      expect.objectContaining({
        name: 'StacksError',
        code: 'function-name',
        message: expect.stringContaining(`"${name}-api" cannot be a function's name`),
      }),
    );
  });
});

describe('the HTTP API', () => {
  test('has the routes that the function answers, and leads them to it', () => {
    const routes = Object.values(staging.resource.aws_apigatewayv2_route ?? {});
    const { address } = only(staging, 'aws_apigatewayv2_integration');

    expect(routes.map((route) => route.route_key).sort()).toEqual([...API_ROUTES].sort());
    expect(new Set(routes.map(({ target }) => target))).toEqual(new Set([`integrations/\${${address}.id}`]));
  });

  test('alone may call the function', () => {
    const { address } = only(staging, 'aws_apigatewayv2_api');

    expect(only(staging, 'aws_lambda_permission').resource).toMatchObject({
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      source_arn: `\${${address}.execution_arn}/*`,
    });
  });
});

test('the outputs are the API’s URL, the function’s name and the table’s ARN', () => {
  expect(Object.keys(staging.output).sort()).toEqual(['api_function', 'api_url', 'table_arn']);
});

test('local has the same resources as an account, by the same names', () => {
  const names = ({ resource, data }: Synthesised) =>
    Object.entries({ ...resource, ...data }).map(([type, named]) => [type, Object.keys(named)]);

  expect(names(local)).toEqual(names(staging));
});
