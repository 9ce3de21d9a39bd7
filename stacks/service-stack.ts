import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { API_ACCESS_PATTERNS } from '../lambda/api/access-patterns';
import { API_ROUTES } from '../lambda/api/routes';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../lambda/membership-counter/access-patterns';
import type { AccessPattern } from '../table/access-pattern';
import type { Deployment } from '../table/deployment';
import { companyMemberKeys } from '../table/keys';
import { rightsOf } from '../table/rights';
import { addBackend } from './backend';
import type { FunctionCode, ServiceFunction } from './constructs/function';
import { HttpFunction } from './constructs/http-function';
import { alarmActions } from './constructs/monitoring/alarm-actions';
import { Dashboard } from './constructs/monitoring/dashboard';
import { StreamFunction } from './constructs/stream-function';
import { Table } from './constructs/table';
import { StacksError } from './errors';
import type { FunctionName, Functions } from './functions';

export interface ServiceStackOptions {
  deploymentName: string;
  deployment: Deployment;
  functions: Functions;
  /** The newest expand migration: the functions refuse to start on a table that lacks it. */
  requiredMigration: string;
}

/** The service that is attached to the table: the function `api` behind an HTTP API, and one that counts memberships. */
export class ServiceStack extends TerraformStack {
  constructor(scope: Construct, id: string, options: ServiceStackOptions) {
    super(scope, id);
    const { deployment } = options;
    const { region } = deployment;
    addBackend(this, id, deployment);
    addProvider(this, deployment);

    const table = new Table(this, 'table', { ...deployment.table, region });
    const common = commonOptions(this, options);
    const api = new HttpFunction(this, 'api', { ...common('api'), routes: API_ROUTES });
    grantUsed(table, api, API_ACCESS_PATTERNS);
    const counter = new StreamFunction(this, 'membership-counter', {
      ...common('membership-counter'),
      table,
      view: 'NEW_AND_OLD_IMAGES',
      filters: [MEMBER_COMES_OR_GOES],
    });
    grantUsed(table, counter, MEMBERSHIP_COUNTER_ACCESS_PATTERNS);
    const dashboard = new Dashboard(this, 'dashboard', {
      name: deployment.table.name,
      region,
      rows: [api.apiGraphs, api.graphs, counter.streamGraphs, counter.graphs, table.graphs],
    });

    addOutput(this, 'api_url', api.url, 'URL of the HTTP API');
    addOutput(this, 'api_function', api.name, 'Name of the function behind it');
    addOutput(this, 'membership_counter_function', counter.name, 'Name of the function that counts memberships');
    addOutput(this, 'dead_letter_queue_url', counter.deadLetterQueueUrl, 'URL of the queue of what it could not count');
    addOutput(this, 'dashboard_name', dashboard.name, 'Name of the dashboard');
    addOutput(this, 'table_arn', table.arn, 'ARN of the table');
  }
}

/**
 * What each function of the stack has, whatever it does.
 *
 * @throws {StacksError} `no-such-function`, for a name that is not in functions.ts
 */
export function commonOptions(stack: TerraformStack, options: ServiceStackOptions) {
  const { deploymentName, deployment, functions, requiredMigration } = options;
  const actions = alarmActions(stack, deployment);
  return (name: FunctionName) => ({
    ...deployment.functions,
    name: `${deployment.table.name}-${name}`,
    region: deployment.region,
    code: codeOf(name, functions),
    environment: { DEPLOYMENT: deploymentName, REQUIRED_MIGRATION: requiredMigration },
    alarmActions: actions,
  });
}

function codeOf(name: FunctionName, functions: Functions): FunctionCode {
  if (Object.hasOwn(functions, name)) return functions[name];
  throw new StacksError(
    'no-such-function',
    `There is no function "${name}" in stacks/functions.ts; it has: ${Object.keys(functions).join(', ')}.`,
  );
}

/** Grants what the access patterns use of the table, and nothing else. A Scan is to be granted by its own verb, seen by all. */
export function grantUsed(table: Table, grantee: ServiceFunction, patterns: readonly AccessPattern[]): void {
  const { read, write, indexes } = rightsOf(patterns);
  table.grantRead(grantee, { actions: read, indexes });
  table.grantWrite(grantee, { actions: write });
}

/** A company's side of a membership was written or removed. */
const MEMBER_COMES_OR_GOES = {
  eventName: ['INSERT', 'REMOVE'],
  dynamodb: { Keys: { sk: { S: [{ prefix: companyMemberKeys.sk.prefix() }] } } },
} as const;

/** The AWS provider in the region of the deployment, for its account alone where that is declared. */
export function addProvider(stack: TerraformStack, { region, accountId }: Deployment): void {
  new AwsProvider(stack, 'aws', { region, ...(accountId && { allowedAccountIds: [accountId] }) });
  // Fully qualified, so that Terraform and OpenTofu mean the same provider.
  stack.addOverride('terraform.required_providers.aws.source', 'registry.terraform.io/hashicorp/aws');
}

export function addOutput(stack: TerraformStack, name: string, value: string, description: string): void {
  new TerraformOutput(stack, name, { value, description }).overrideLogicalId(name);
}
