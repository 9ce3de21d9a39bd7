import { setTimeout as delay } from 'node:timers/promises';
import { DescribeContinuousBackupsCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../errors';
import { isUnknownOperation } from './refusal';
import type { Setting, Situation } from './setting';
import { tableNameOf } from './update-table';

/** Continuous backups of the last 35 days, to restore the table as it was at any second of them. */
export const pointInTimeRecovery: Setting = {
  name: 'pointInTimeRecovery',
  remedy: 'Run yarn bootstrap again; point-in-time recovery stays as it is until then.',
  plan: async (situation) => {
    const wanted = situation.settings.pointInTimeRecovery === true;
    if ((await isRecoverable(situation).catch(wanted ? undefined : offWhereUnknown)) === wanted) return undefined;
    return {
      from: wanted ? 'off' : 'on',
      to: wanted ? 'on' : 'off',
      apply: async () => {
        await requestRecovery(situation, wanted);
        await waitForRecovery(situation, wanted);
        return undefined;
      },
    };
  },
};

/** One DescribeContinuousBackups. */
async function isRecoverable({ client, table }: Situation): Promise<boolean> {
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: tableNameOf(table) }),
  );
  return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
}

/** A DynamoDB that does not know the operation, as one that stands in for AWS may not, can't have it on. */
function offWhereUnknown(error: unknown): false {
  if (isUnknownOperation(error)) return false;
  throw error;
}

/** Refused with ContinuousBackupsUnavailableException for some seconds after a table was made. */
async function requestRecovery({ client, table }: Situation, wanted: boolean): Promise<void> {
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: tableNameOf(table),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: wanted },
    }),
  );
}

async function waitForRecovery(situation: Situation, wanted: boolean): Promise<void> {
  const { signal, timeoutMilliseconds = 600_000 } = situation;
  const deadline = performance.now() + timeoutMilliseconds;
  for (let interval = 20; (await isRecoverable(situation)) !== wanted; interval = Math.min(interval * 2, 5_000)) {
    if (performance.now() > deadline) {
      throw new BootstrapError(
        'wait-timeout',
        `It is not ${wanted ? 'ENABLED' : 'DISABLED'} after ${Math.round(timeoutMilliseconds / 1000)} s. Run the command ` +
          'again: it goes on waiting where this one stopped.',
      );
    }
    await delay(interval, undefined, { signal });
  }
}
