import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { readLock } from '../../../bootstrap/migrator/lock/lock-item';
import { findTable } from '../../../bootstrap/wait-for-table';
import { withStateClient } from '../state-client';
import type { ReachedContext } from './context';
import { failureOf } from './failure';
import { type Found, well } from './finding';

type IamModule = typeof import('@aws-sdk/client-iam');

/** The reads of each step, tried one by one: what is refused is a finding, what is not there is none. */
export async function readOnlyProbes(
  context: ReachedContext,
  iam: IamModule,
  client: InstanceType<IamModule['IAMClient']>,
): Promise<Found[]> {
  const probes = [
    ...bucketProbes(context),
    ...tableProbes(context),
    {
      action: 'iam:ListRoles',
      send: () => client.send(new iam.ListRolesCommand({ MaxItems: 1 })),
    },
  ];
  const found = await Promise.all(probes.map(tryProbe));
  const allowed = probes.filter((_, position) => found[position] === undefined).map(({ action }) => action);
  return [
    ...(allowed.length > 0 ? [well(`Reading is allowed: ${allowed.join(', ')}`)] : []),
    ...found.filter((failure) => failure !== undefined),
  ];
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

/** Undefined where it is not refused: another answer, as that there is no such thing, says that the question was allowed. */
async function tryProbe({ action, send }: Probe): Promise<Found | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    const isRefused = /AccessDenied|Forbidden|not authorized|UnauthorizedOperation|Expired/i.test(`${name} ${message}`);
    return isRefused ? failureOf(error, action) : undefined;
  }
}
