import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { readLock } from '../../../bootstrap/migrator/lock/lock-item';
import { findTable } from '../../../bootstrap/wait-for-table';
import { roleNameFor } from '../../../stacks/constructs/role-name';
import { withStateClient } from '../state-client';
import type { ReachedContext } from './context';
import { failureOf } from './failure';
import { type Found, well } from './finding';
import { functionNames } from './step-rights';

type IamModule = typeof import('@aws-sdk/client-iam');

/** The reads of each step, tried one by one. */
export async function readOnlyProbes(
  context: ReachedContext,
  iam: IamModule,
  client: InstanceType<IamModule['IAMClient']>,
): Promise<Found[]> {
  const probes = [
    ...bucketProbes(context),
    ...tableProbes(context),
    { action: 'iam:GetRole', send: () => client.send(new iam.GetRoleCommand({ RoleName: firstRole(context) })) },
  ];
  const tried = await Promise.all(probes.map(tryProbe));
  const allowed = tried.flatMap(({ allowed: action }) => action ?? []);
  return [
    ...(allowed.length > 0 ? [well(`Reading is allowed: ${allowed.join(', ')}`)] : []),
    ...tried.flatMap(({ failure }) => failure ?? []),
  ];
}

/** Of the stack's: what a deploy need not read is not tried. */
function firstRole({ deployment: { table, region } }: ReachedContext): string {
  const [name = ''] = functionNames(table.name);
  return roleNameFor({ name, region });
}

interface Probe {
  /** As IAM names it. */
  action: string;
  send(): Promise<unknown>;
}

function bucketProbes({ deployment: { state, region } }: ReachedContext): Probe[] {
  if (state.kind !== 's3') return [];
  return [
    {
      action: 's3:ListBucket',
      send: () =>
        withStateClient({ state, region }, (s3, client, { bucket, key }) =>
          client.send(new s3.ListObjectsV2Command({ Bucket: bucket, Prefix: `${key}/`, MaxKeys: 1 })),
        ),
    },
  ];
}

function tableProbes({ deployment, target: { client } }: ReachedContext): Probe[] {
  const { name: TableName } = deployment.table;
  return [
    { action: 'dynamodb:DescribeTable', send: () => findTable(client, TableName) },
    { action: 'dynamodb:DescribeTimeToLive', send: () => client.send(new DescribeTimeToLiveCommand({ TableName })) },
    {
      action: 'dynamodb:DescribeContinuousBackups',
      send: () => client.send(new DescribeContinuousBackupsCommand({ TableName })),
    },
    { action: 'dynamodb:GetItem', send: () => readLock(client, TableName) },
  ];
}

/** Neither, where what answers does not know the call. */
interface Tried {
  allowed?: string;
  failure?: Found;
}

async function tryProbe({ action, send }: Probe): Promise<Tried> {
  try {
    await send();
    return { allowed: action };
  } catch (error) {
    const { name } = error as Error;
    if (NOT_KNOWN.test(name)) return {};
    // That there is no such thing is told only to who may ask for it.
    return NOT_THERE.test(name) ? { allowed: action } : { failure: failureOf(error, action) };
  }
}

const NOT_THERE = /NotFound|NoSuch/;

/** Names of errors by which an endpoint says that it has no such call. */
export const NOT_KNOWN = /UnknownOperation|NotImplemented|InvalidAction|UnsupportedOperation/;
