import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack } from 'cdktf';
import { requireNoTable } from '../../../stacks/own-no-table';

/** An app with one stack, filled by the test. */
function appWith(fill: (stack: TerraformStack) => void): App {
  const app = new App();
  fill(new TerraformStack(app, 'service'));
  return app;
}

const refusal = (address: string) =>
  expect.objectContaining({
    name: 'StacksError',
    code: 'table-in-stack',
    message: expect.stringMatching(new RegExp(`^The stack service has ${address}\\. Terraform never owns a table`)),
  });

test('a stack with a table of its own is refused, and the error says where tables belong', () => {
  const app = appWith(
    (stack) =>
      new DynamodbTable(stack, 'sessions', { name: 'sessions', hashKey: 'pk', billingMode: 'PAY_PER_REQUEST' }),
  );
  expect(() => requireNoTable(app)).toThrow(refusal('aws_dynamodb_table.sessions'));
  expect(() => requireNoTable(app)).toThrow(/declared in deployments\.ts, .* migrations, .* looks it up/);
});

test('an item is refused as well, which Terraform would delete with its resource', () => {
  const app = appWith(
    (stack) => new DynamodbTableItem(stack, 'first', { tableName: 'groundwork-staging', hashKey: 'pk', item: '{}' }),
  );
  expect(() => requireNoTable(app)).toThrow(refusal('aws_dynamodb_table_item.first'));
});

test('so is a table that was put there past the constructs', () => {
  const app = appWith((stack) => stack.addOverride('resource.aws_dynamodb_table.raw', { name: 'groundwork-staging' }));
  expect(() => requireNoTable(app)).toThrow(refusal('aws_dynamodb_table.raw'));
});

test('a table that is looked up is none of the stack’s', () => {
  const app = appWith((stack) => {
    new DataAwsDynamodbTable(stack, 'table', { name: 'groundwork-staging' });
    new IamRole(stack, 'role', { name: 'api', assumeRolePolicy: '{}' });
  });
  expect(() => requireNoTable(app)).not.toThrow();
});
