import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { dependable, Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { FunctionDefaults } from '../../table/deployment';
import { StacksError } from '../errors';
import { policyDocument, requireRoomFor } from './grants/policy-document';
import { allow, type Statement } from './grants/statement';
import { Alarm } from './monitoring/alarm';
import { functionGraphs } from './monitoring/graphs';
import type { Graph } from './monitoring/metric';
import { functionMetrics } from './monitoring/metrics';
import { roleNameFor } from './role-name';

export interface FunctionCode {
  /** Path of the zip, relative to the synthesised stack. */
  zipFile: string;
  /** Base64 of the zip's SHA-256: what Terraform compares to see whether the code has changed. */
  sha256: string;
}

export interface ServiceFunctionOptions extends FunctionDefaults {
  /** 1 to 64 characters. */
  name: string;
  /** Where it runs. */
  region: string;
  code: FunctionCode;
  environment: Record<string, string>;
  /** ARNs of what its alarms tell. */
  alarmActions: readonly string[];
}

interface InlinePolicy {
  statements: Statement[];
  resource: IamRolePolicy;
}

/** A Lambda function with a role of its own, a log group that forgets, and alarms for its errors and throttles. */
export class ServiceFunction extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly invokeArn: string;
  /** What the dashboard shows of it. */
  readonly graphs: readonly Graph[];
  private readonly roleName: string;
  private readonly environment: Record<string, string>;
  private readonly lambda: LambdaFunction;
  private readonly policies = new Map<string, InlinePolicy>();
  private readonly options: Pick<ServiceFunctionOptions, 'name' | 'alarmActions'>;

  constructor(scope: Construct, id: string, options: ServiceFunctionOptions) {
    super(scope, id);
    requireName(options.name);
    this.options = options;
    const role = new IamRole(this, 'role', {
      name: roleNameFor(options),
      assumeRolePolicy: JSON.stringify(LAMBDA_MAY_ASSUME),
    });
    this.roleName = role.name;
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/lambda/${options.name}`,
      retentionInDays: options.logRetentionDays,
    });
    this.environment = { ...(options.sourceMap && { NODE_OPTIONS: '--enable-source-maps' }), ...options.environment };
    this.lambda = new LambdaFunction(this, 'lambda', {
      functionName: options.name,
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: options.code.zipFile,
      sourceCodeHash: options.code.sha256,
      memorySize: options.memoryMegabytes,
      timeout: options.timeoutSeconds,
      environment: { variables: this.environment },
      // Without it Lambda makes the log group itself, before Terraform does, and keeps the logs for ever.
      dependsOn: [logGroup],
    });
    this.name = this.lambda.functionName;
    this.arn = this.lambda.arn;
    this.invokeArn = this.lambda.invokeArn;
    this.allow('write-logs', allow(LOG_ACTIONS, `${logGroup.arn}:*`));
    this.graphs = functionGraphs(options.name);
    this.addAlarms();
  }

  /** Adds a variable to the function's environment. */
  setEnvironment(name: string, value: string): void {
    this.environment[name] = value;
  }

  /**
   * Lets the function's code do what the statements allow: in an inline policy of its role, made where there is none of that
   * name yet. New code finds its rights, and nothing calls the function before it has them.
   *
   * @throws {StacksError} `policy-too-large`
   */
  allow(policyName: string, statements: readonly Statement[]): void {
    const before = this.policies.size;
    const policy = this.allowLambda(policyName, statements);
    if (this.policies.size > before) this.lambda.dependsOn = [...(this.lambda.dependsOn ?? []), dependable(policy)];
  }

  /**
   * The same for what Lambda itself does in the function's name, for which the function need not wait.
   *
   * @returns the policy, for what has to wait for it
   * @throws {StacksError} `policy-too-large`
   */
  allowLambda(policyName: string, statements: readonly Statement[]): IamRolePolicy {
    const policy = this.policies.get(policyName) ?? this.addPolicy(policyName);
    policy.statements.push(...statements);
    const documents = [...this.policies.values()].map((each) => policyDocument(each.statements));
    requireRoomFor(documents, this.options.name);
    return policy.resource;
  }

  private addPolicy(name: string): InlinePolicy {
    const statements: Statement[] = [];
    // Written when all grants have been made.
    const document = Lazy.stringValue({ produce: () => policyDocument(statements) });
    const resource = new IamRolePolicy(this, name, { name, role: this.roleName, policy: document });
    const policy = { statements, resource };
    this.policies.set(name, policy);
    return policy;
  }

  private addAlarms(): void {
    const { name, alarmActions: actions } = this.options;
    const { errors, throttles } = functionMetrics(name);
    new Alarm(this, 'errors', {
      name: `${name}-errors`,
      description: `${name} threw, timed out or could not start. Its log group is /aws/lambda/${name}.`,
      metric: errors,
      actions,
    });
    new Alarm(this, 'throttles', {
      name: `${name}-throttles`,
      description: `${name} was not run for want of concurrency: the account's, or what is reserved for it.`,
      metric: throttles,
      actions,
    });
  }
}

const LAMBDA_MAY_ASSUME = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Not CreateLogGroup: the group is Terraform's. */
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

function requireName(name: string): void {
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return;
  throw new StacksError(
    'function-name',
    `${JSON.stringify(name)} cannot be a function's name: AWS takes 1 to 64 characters of a-z A-Z 0-9 _ -. ` +
      'It is made of the table’s name in deployments.ts: shorten that, or name the function otherwise in stacks/.',
  );
}
