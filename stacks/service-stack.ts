import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { API_ROUTES } from '../lambda/api/routes';
import type { Deployment } from '../table/deployment';
import { addBackend } from './backend';
import { type FunctionCode, ServiceFunction } from './constructs/function';
import { HttpApi } from './constructs/http-api';
import { Table } from './constructs/table';

interface ServiceStackOptions {
  deploymentName: string;
  deployment: Deployment;
  apiCode: FunctionCode;
  /** The newest expand migration: the function refuses to start on a table that lacks it. */
  requiredMigration: string;
}

/** The service that is attached to the table: the function `api` behind an HTTP API. */
export class ServiceStack extends TerraformStack {
  constructor(scope: Construct, id: string, options: ServiceStackOptions) {
    super(scope, id);
    const { deploymentName, deployment, apiCode, requiredMigration } = options;
    addBackend(this, id, deployment);
    addProvider(this, deployment);

    const table = new Table(this, 'table', deployment.table.name);
    const api = new ServiceFunction(this, 'api', {
      ...deployment.functions,
      name: `${deployment.table.name}-api`,
      region: deployment.region,
      code: apiCode,
      environment: { DEPLOYMENT: deploymentName, REQUIRED_MIGRATION: requiredMigration },
    });
    table.grant(api, {
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:ConditionCheckItem'],
      indexes: ['gsi1'],
    });
    const httpApi = new HttpApi(this, 'http', {
      name: `${deployment.table.name}-api`,
      handler: api,
      routes: API_ROUTES,
    });

    addOutput(this, 'api_url', httpApi.url, 'URL of the HTTP API');
    addOutput(this, 'api_function', api.name, 'Name of the function behind it');
    addOutput(this, 'table_arn', table.arn, 'ARN of the table');
  }
}

function addProvider(stack: TerraformStack, { region, accountId }: Deployment): void {
  new AwsProvider(stack, 'aws', { region, ...(accountId && { allowedAccountIds: [accountId] }) });
  // Fully qualified, so that Terraform and OpenTofu mean the same provider.
  stack.addOverride('terraform.required_providers.aws.source', 'registry.terraform.io/hashicorp/aws');
}

function addOutput(stack: TerraformStack, name: string, value: string, description: string): void {
  new TerraformOutput(stack, name, { value, description }).overrideLogicalId(name);
}
