import { createHash } from 'node:crypto';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import type { FunctionDefaults } from '../../table/deployment';
import { StacksError } from '../errors';

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
}

/** A Lambda function with a role of its own and a log group that forgets. */
export class ServiceFunction extends Construct {
  readonly roleName: string;
  readonly name: string;
  readonly arn: string;
  readonly invokeArn: string;
  private readonly environment: Record<string, string>;

  constructor(scope: Construct, id: string, options: ServiceFunctionOptions) {
    super(scope, id);
    requireName(options.name);
    const role = new IamRole(this, 'role', {
      name: roleNameFor(options),
      assumeRolePolicy: JSON.stringify(LAMBDA_MAY_ASSUME),
    });
    const logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: `/aws/lambda/${options.name}`,
      retentionInDays: options.logRetentionDays,
    });
    const logPolicy = new IamRolePolicy(this, 'write-logs', {
      name: 'write-logs',
      role: role.name,
      policy: JSON.stringify(mayWriteTo(logGroup.arn)),
    });
    this.environment = { ...(options.sourceMap && { NODE_OPTIONS: '--enable-source-maps' }), ...options.environment };
    const lambda = new LambdaFunction(this, 'lambda', {
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
      dependsOn: [logGroup, logPolicy],
    });
    this.roleName = role.name;
    this.name = lambda.functionName;
    this.arn = lambda.arn;
    this.invokeArn = lambda.invokeArn;
  }

  /** Adds a variable to the function's environment. */
  setEnvironment(name: string, value: string): void {
    this.environment[name] = value;
  }
}

const LAMBDA_MAY_ASSUME = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const mayWriteTo = (logGroupArn: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${logGroupArn}:*` }],
});

function requireName(name: string): void {
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return;
  throw new StacksError(
    'function-name',
    `${JSON.stringify(name)} cannot be a function's name: AWS takes 1 to 64 characters of a-z A-Z 0-9 _ -. ` +
      'It is made of the table’s name in deployments.ts: shorten that, or name the function otherwise in stacks/.',
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;

/**
 * The regions of an account share its roles, so the region is part of the name. Where both together are too long, a hash
 * stands for the end of the function's name.
 */
function roleNameFor({ name, region }: ServiceFunctionOptions): string {
  const whole = `${name}-${region}`;
  if (whole.length <= LONGEST_ROLE_NAME) return whole;
  const suffix = `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}-${region}`;
  return name.slice(0, LONGEST_ROLE_NAME - suffix.length) + suffix;
}
