import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Precondition } from 'cdktf';
import { Construct } from 'constructs';
import type { TableDeclaration } from '../../table/deployment';
import type { ReadAction, WriteAction } from '../../table/rights';
import { StacksError } from '../errors';
import type { ServiceFunction } from './function';
import { READ_ACTIONS, WRITE_ACTIONS } from './grants/actions';
import { ledgerStatements } from './grants/ledger';
import { type ReadOptions, readStatements } from './grants/read';
import { type ScanOptions, scanStatements } from './grants/scan';
import type { Statement } from './grants/statement';
import { streamStatements } from './grants/stream';
import type { TableResources } from './grants/table-resources';
import { type WriteOptions, writeStatements } from './grants/write';
import { tableGraphs } from './monitoring/graphs';
import type { Graph } from './monitoring/metric';

export interface TableOptions extends TableDeclaration {
  /** Where it is. */
  region: string;
}

export interface ReadWriteOptions extends Omit<ReadOptions, 'actions'> {
  /** What of READ_ACTIONS and WRITE_ACTIONS the function uses on the table itself. Default: all of them. */
  actions?: readonly (ReadAction | WriteAction)[];
}

/**
 * The table that `yarn bootstrap` laid, looked up: Terraform never owns it, so that no change of a stack can replace or
 * remove it. Its verbs say what a function may do with it; several grants to one function become one policy.
 */
export class Table extends Construct {
  readonly arn: string;
  readonly streamArn: string;
  /** What an event source mapping of the stream has to wait for: Terraform's own error would say nothing of the remedy. */
  readonly hasStream: Precondition;
  readonly graphs: readonly Graph[];
  private readonly resources: TableResources;

  constructor(
    scope: Construct,
    id: string,
    private readonly options: TableOptions,
  ) {
    super(scope, id);
    const { name, region, encryption } = options;
    const lookup = new DataAwsDynamodbTable(this, 'lookup', { name });
    this.arn = lookup.arn;
    this.streamArn = lookup.streamArn;
    this.hasStream = { condition: lookup.streamEnabled, errorMessage: withoutStream(name) };
    this.graphs = tableGraphs(name);
    this.resources = {
      table: this.arn,
      stream: this.streamArn,
      key: typeof encryption === 'object' ? { arn: encryption.kmsKeyArn, region } : undefined,
    };
  }

  /** Lets the function read items and query, by key; the indexes that are named, and no others. Never Scan. */
  grantRead(grantee: ServiceFunction, options: ReadOptions = {}): void {
    this.grant(grantee, readStatements(this.resources, options));
  }

  /** Lets the function write and delete items. */
  grantWrite(grantee: ServiceFunction, options: WriteOptions = {}): void {
    this.grant(grantee, writeStatements(this.resources, options));
  }

  /** Both at once, under the same leading keys. */
  grantReadWrite(grantee: ServiceFunction, { actions, ...options }: ReadWriteOptions = {}): void {
    this.grantRead(grantee, { ...options, actions: actions && READ_ACTIONS.filter((name) => actions.includes(name)) });
    this.grantWrite(grantee, {
      leadingKeys: options.leadingKeys,
      actions: actions && WRITE_ACTIONS.filter((name) => actions.includes(name)),
    });
  }

  /** Lets the function read all of the table, and of the indexes that are named. */
  grantScan(grantee: ServiceFunction, options: ScanOptions = {}): void {
    this.grant(grantee, scanStatements(this.resources, options));
  }

  /**
   * Lets an event source mapping read the table's stream in the function's name.
   *
   * @returns the policy, which Lambda tries when the mapping is made
   * @throws {StacksError} `no-stream`: the deployment declares that the table has none
   */
  grantStream(grantee: ServiceFunction): IamRolePolicy {
    if (this.options.stream === false) throw new StacksError('no-stream', withoutStream(this.options.name));
    return grantee.allowLambda('table-stream', streamStatements(this.resources));
  }

  private grant(grantee: ServiceFunction, statements: readonly Statement[]): void {
    grantee.setEnvironment('TABLE_NAME', this.options.name);
    grantee.allow('table-access', [...statements, ...ledgerStatements(this.resources)]);
  }
}

const withoutStream = (tableName: string): string =>
  `The table ${tableName} has no stream for a function to read. Set its \`stream\` in deployments.ts, and run yarn bootstrap.`;
