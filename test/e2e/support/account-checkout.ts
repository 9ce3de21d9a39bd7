import type { Account } from './account';
import { type Checkout, createCheckout } from './checkout';

/** A checkout that deploys a small stack to `staging`, which is in the account of the test. */
export async function createAccountCheckout(account: Account, logGroups = 2): Promise<Checkout> {
  const checkout = (await createCheckout()).with(account.environment);
  // DynamoDB Local has no backups.
  await checkout.edit(
    'deployments.ts',
    "name: 'groundwork-staging'",
    "name: 'groundwork-staging', pointInTimeRecovery: false",
  );
  await checkout.write('stacks/service-stack.ts', smallStack(logGroups));
  return checkout;
}

/**
 * The source of a stack that is deployed in seconds: so many log groups, `group_1` and on, each made after the former one,
 * and the newest migration as an output. The groups have names as those of functions have, on which CI has rights. The
 * deployment, the state and the table are those of any stack.
 */
export const smallStack = (logGroups: number): string => `
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { addBackend } from './backend';

export class ServiceStack extends TerraformStack {
  constructor(scope, id, { deployment, requiredMigration }) {
    super(scope, id);
    addBackend(this, id, deployment);
    // By themselves both go on trying for minutes.
    this.addOverride('terraform.backend.s3.max_retries', 1);
    new AwsProvider(this, 'aws', { region: deployment.region, maxRetries: 1 });
    this.addOverride('terraform.required_providers.aws.source', 'registry.terraform.io/hashicorp/aws');
    const { name } = deployment.table;
    const table = new DataAwsDynamodbTable(this, 'table', { name });
    let former;
    for (let number = 1; number <= ${logGroups}; number += 1) {
      const group = new CloudwatchLogGroup(this, 'group_' + number, {
        name: '/aws/lambda/' + name + '-' + number,
        retentionInDays: 30,
        dependsOn: former ? [former] : [],
      });
      group.overrideLogicalId('group_' + number);
      former = group;
    }
    new TerraformOutput(this, 'table_arn', { value: table.arn });
    new TerraformOutput(this, 'required_migration', { value: requiredMigration });
  }
}
`;
