import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { ServiceFunction } from './function';

export interface TableAccess {
  /** The DynamoDB actions that the function's access patterns use, e.g. `dynamodb:GetItem`. */
  actions: readonly string[];
  /** The indexes that it queries. */
  indexes?: readonly string[];
}

/**
 * The table that `yarn bootstrap` laid, looked up: Terraform never owns it, so that no change of a stack can replace or
 * remove it.
 */
export class Table extends Construct {
  readonly arn: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const table = new DataAwsDynamodbTable(this, 'lookup', { name });
    this.arn = table.arn;
    this.name = name;
  }

  /** Lets the function use the table, and tells it the table's name. */
  grant(grantee: ServiceFunction, { actions, indexes = [] }: TableAccess): void {
    grantee.setEnvironment('TABLE_NAME', this.name);
    new IamRolePolicy(grantee, 'table-access', {
      name: 'table-access',
      role: grantee.roleName,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: actions, Resource: this.arn },
          ...indexes.map((index) => ({
            Effect: 'Allow',
            Action: 'dynamodb:Query',
            Resource: `${this.arn}/index/${index}`,
          })),
        ],
      }),
    });
  }
}
