import path from 'node:path';
import { type App, type TerraformStack, Testing } from 'cdktf';
import { deployments } from '../../../deployments';
import { API_ACCESS_PATTERNS } from '../../../lambda/api/access-patterns';
import { API_ROUTES } from '../../../lambda/api/routes';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../../../lambda/membership-counter/access-patterns';
import type { Functions } from '../../../stacks/functions';
import { createApp } from '../../../stacks/main';
import { REPOSITORY, STACK_NAMES, type StackName, stackOf } from '../../../stacks/stack';
import type { AccessPattern } from '../../../table/access-pattern';
import type { Deployment } from '../../../table/deployment';
import { rightsOf } from '../../../table/rights';
import type { PolicyStatement } from './support/policies';
import { readable } from './support/readable';
import { only, resourcesOf, type Synthesised } from './support/synthesised';

const synthesise = (deploymentName: string, deployment: Deployment): Synthesised =>
  stackIn(appOf(deploymentName, deployment), 'service');

const stackIn = (app: App, name: StackName): Synthesised =>
  JSON.parse(Testing.synth(app.node.findChild(name) as TerraformStack)) as Synthesised;

const FUNCTIONS: Functions = {
  api: { zipFile: '../../functions/api.zip', sha256: 'c2hhMjU2' },
  'membership-counter': { zipFile: '../../functions/membership-counter.zip', sha256: 'b3RoZXI=' },
};

function appOf(deploymentName: string, deployment: Deployment, functions = FUNCTIONS): App {
  return createApp({
    deploymentName,
    deployment,
    functions,
    requiredMigration: '20260101000000-a',
  });
}

const staging = synthesise('staging', deployments.staging);
const local = synthesise('local', deployments.local);

/** The only resource of a type that is the function `api`'s own. */
const ofApi = (stack: Synthesised, type: string) => only(stack, type, 'api_');

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

  test.each(Object.entries(deployments))(
    'is in no stack of %s a resource, which Terraform could replace or remove',
    (name, deployment) => {
      const app = appOf(name, deployment);
      const types = STACK_NAMES.flatMap((stack) => Object.keys(stackIn(app, stack).resource));

      expect(types.length).toBeGreaterThan(0);
      expect(types.filter((type) => type.includes('dynamodb'))).toEqual([]);
    },
  );
});

describe('what the functions may do', () => {
  const policies = resourcesOf(staging, 'aws_iam_role_policy').map(({ policy }) => String(policy));
  const statements = policies.flatMap((policy) => JSON.parse(policy).Statement as PolicyStatement[]);

  test('is, on the table and its indexes, what their access patterns use', () => {
    const uses = (patterns: readonly AccessPattern[]) => {
      const { read, write, indexes } = rightsOf(patterns);
      const actions = [...read, ...write].map((action) => `dynamodb:${action}`).sort();
      return { actions, indexes: [...indexes] };
    };
    const granted = (beginning: string) => {
      const { policy } = only(staging, 'aws_iam_role_policy', `${beginning}_table-access`).resource;
      const unconditional = (JSON.parse(String(policy)).Statement as PolicyStatement[]).filter(
        (each) => !each.Condition,
      );
      return {
        actions: unconditional.find(({ Resource }) => Resource.endsWith('.arn}'))?.Action,
        indexes: unconditional.flatMap(({ Resource }) => Resource.split('/index/').slice(1)),
      };
    };

    expect(granted('api')).toEqual(uses(API_ACCESS_PATTERNS));
    expect(granted('membership-counter')).toEqual(uses(MEMBERSHIP_COUNTER_ACCESS_PATTERNS));
  });

  test('is, of logs, to write to their own group', () => {
    const { policy } = only(staging, 'aws_iam_role_policy', 'api_write-logs').resource;

    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `\${${ofApi(staging, 'aws_cloudwatch_log_group').address}.arn}:*`,
      },
    ]);
  });

  test('is nowhere everything: no action and no managed policy, and no resource where AWS knows one', () => {
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action)).toEqual(['dynamodb:ListStreams']);
    for (const { Action, Resource } of statements) {
      expect(Resource).toMatch(/^\$\{(data\.)?aws_[\w.-]+arn\}|^\*$/);
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
    }
    expect(staging.resource).not.toHaveProperty('aws_iam_role_policy_attachment');
    expect(JSON.stringify(staging.resource.aws_iam_role)).not.toContain('managed_policy');
  });

  test('is in a role of its region: the regions of an account share the names of roles', () => {
    const inStockholm = synthesise('staging', { ...deployments.staging, region: 'eu-north-1' });

    expect(ofApi(staging, 'aws_iam_role').resource.name).toBe('groundwork-staging-api-eu-central-1');
    expect(ofApi(inStockholm, 'aws_iam_role').resource.name).toBe('groundwork-staging-api-eu-north-1');
  });

  test('is for Lambda alone to assume', () => {
    for (const { assume_role_policy: policy } of resourcesOf(staging, 'aws_iam_role')) {
      expect(JSON.parse(String(policy)).Statement).toEqual([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]);
    }
  });
});

describe('the function', () => {
  test('has the deployment’s settings, its code with its hash, and what it has to know in its environment', () => {
    expect(ofApi(staging, 'aws_lambda_function').resource).toMatchObject({
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

    expect(ofApi(mapped, 'aws_lambda_function').resource).toMatchObject({
      environment: { variables: { NODE_OPTIONS: '--enable-source-maps' } },
    });
    expect(JSON.stringify(ofApi(staging, 'aws_lambda_function').resource)).not.toContain('NODE_OPTIONS');
  });

  test('comes after its log group, which forgets after the deployment’s days', () => {
    const { resource, address } = ofApi(staging, 'aws_cloudwatch_log_group');

    expect(resource).toEqual({ name: '/aws/lambda/groundwork-staging-api', retention_in_days: 30 });
    expect(ofApi(staging, 'aws_lambda_function').resource.depends_on).toContain(address);
  });

  test('comes after all of its rights', () => {
    const policies = Object.keys(staging.resource.aws_iam_role_policy ?? {}).filter((name) => name.startsWith('api_'));

    expect(policies).toHaveLength(2);
    expect(ofApi(staging, 'aws_lambda_function').resource.depends_on).toEqual(
      expect.arrayContaining(policies.map((name) => `aws_iam_role_policy.${name}`)),
    );
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

test('the stream leads to the function that counts memberships where a member comes or goes', () => {
  const mapping = only(staging, 'aws_lambda_event_source_mapping').resource;
  const { address } = only(staging, 'aws_lambda_function', 'membership-counter_');

  expect(mapping.function_name).toBe(`\${${address}.arn}`);
  expect(mapping.filter_criteria).toEqual({
    filter: [{ pattern: '{"eventName":["INSERT","REMOVE"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"member#"}]}}}}' }],
  });
});

test('the alarms of all functions tell the deployment’s topic', () => {
  const stack = synthesise('staging', { ...deployments.staging, alarmTopic: 'alarms' });
  const { address } = only(stack, 'aws_sns_topic');
  const alarms = resourcesOf(stack, 'aws_cloudwatch_metric_alarm');

  expect(alarms).toHaveLength(7);
  for (const { alarm_actions: actions } of alarms) expect(actions).toEqual([`\${${address}.arn}`]);
});

test('the outputs are what a person asks for after a deploy', () => {
  expect(Object.keys(staging.output).sort()).toEqual([
    'api_function',
    'api_url',
    'dashboard_name',
    'dead_letter_queue_url',
    'membership_counter_function',
    'table_arn',
  ]);
});

test('the stack is, as a whole, this one', () => {
  expect(
    readable(synthesise('staging', { ...deployments.staging, alarmTopic: 'groundwork-alarms' })),
  ).toMatchSnapshot();
});

test('local has the same resources as an account, by the same names', () => {
  const names = ({ resource, data }: Synthesised) =>
    Object.entries({ ...resource, ...data }).map(([type, named]) => [type, Object.keys(named)]);

  expect(names(local)).toEqual(names(staging));
});

test('a function that is not in functions.ts is named, with those that are', () => {
  const { api } = FUNCTIONS;

  expect(() => appOf('staging', deployments.staging, { api } as Functions)).toThrow(
    expect.objectContaining({
      name: 'StacksError',
      code: 'no-such-function',
      message: 'There is no function "membership-counter" in stacks/functions.ts; it has: api.',
    }),
  );
});
