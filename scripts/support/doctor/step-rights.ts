import { roleNameFor } from '../../../stacks/constructs/role-name';
import { FUNCTION_NAMES } from '../../../stacks/functions';
import { STACK_NAMES } from '../../../stacks/stack';
import type { NamedDeployment } from '../deployment';
import type { Identity } from '../identity';

/** What one step of a deploy may have to do: the actions on the resources, as IAM names both. */
export interface StepRights {
  step: string;
  actions: readonly string[];
  resources: readonly string[];
  /** What the requests say besides, by the keys that conditions of policies have. */
  context?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The rights that tell whether the caller can deploy: for each step those that make, change and remove. docs/permissions.md
 * lists all.
 */
export function stepRights({ region, table, state }: NamedDeployment, identity: Identity): StepRights[] {
  const { account } = identity;
  const partition = identity.arn.split(':')[1] ?? 'aws';
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const tableArn = arn('dynamodb', `table/${table.name}`);
  const functions = functionNames(table.name);
  return [
    ...(state.kind === 's3' ? bucketSteps(`arn:${partition}:s3:::${state.bucket}`, state.key) : []),
    { step: 'bootstrap: table', actions: TABLE, resources: [tableArn] },
    { step: 'migrations', actions: ITEMS, resources: [tableArn] },
    {
      step: 'stack: roles',
      actions: ROLES,
      resources: functions.map((name) => `arn:${partition}:iam::${account}:role/${roleNameFor({ name, region })}`),
      context: { 'iam:PassedToService': ['lambda.amazonaws.com'] },
    },
    {
      step: 'stack: functions',
      actions: FUNCTIONS,
      resources: functions.map((name) => arn('lambda', `function:${name}`)),
    },
    {
      step: 'stack: logs',
      actions: LOGS,
      resources: functions.map((name) => arn('logs', `log-group:/aws/lambda/${name}`)),
    },
    { step: 'stack: HTTP API', actions: API, resources: [`arn:${partition}:apigateway:${region}::/apis`] },
    { step: 'stack: queues', actions: QUEUES, resources: functions.map((name) => arn('sqs', `${name}-dead-letters`)) },
    {
      step: 'stack: alarms',
      actions: ALARMS,
      resources: functions.map((name) => arn('cloudwatch', `alarm:${name}-errors`)),
    },
  ];
}

function bucketSteps(bucket: string, key: string): StepRights[] {
  const states = STACK_NAMES.map((name) => `${bucket}/${key}/${name}.tfstate`);
  return [
    { step: 'bootstrap: state bucket', actions: BUCKET, resources: [bucket] },
    { step: 'state', actions: STATE, resources: states },
    { step: 'state: lock', actions: LOCK, resources: states.map((state) => `${state}.tflock`) },
  ];
}

const named = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

const BUCKET = named(
  's3',
  'CreateBucket ListBucket PutBucketVersioning PutEncryptionConfiguration PutBucketPublicAccessBlock PutBucketPolicy ' +
    'PutLifecycleConfiguration PutBucketTagging',
);
const STATE = named('s3', 'GetObject PutObject');
const LOCK = named('s3', 'GetObject PutObject DeleteObject');
const TABLE = named(
  'dynamodb',
  'CreateTable DescribeTable UpdateTable UpdateTimeToLive UpdateContinuousBackups TagResource',
);
const ITEMS = named('dynamodb', 'GetItem PutItem UpdateItem DeleteItem Query Scan BatchWriteItem ConditionCheckItem');
const ROLES = named('iam', 'CreateRole GetRole PutRolePolicy DeleteRolePolicy PassRole DeleteRole');
const FUNCTIONS = named(
  'lambda',
  'CreateFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration AddPermission DeleteFunction',
);
const LOGS = named('logs', 'CreateLogGroup PutRetentionPolicy DeleteLogGroup');
const API = named('apigateway', 'POST GET PATCH DELETE');
const QUEUES = named('sqs', 'CreateQueue GetQueueAttributes SetQueueAttributes DeleteQueue');
const ALARMS = named('cloudwatch', 'PutMetricAlarm DeleteAlarms');

/** The names that the stack's functions have in AWS. */
export const functionNames = (tableName: string): string[] => FUNCTION_NAMES.map((name) => `${tableName}-${name}`);
