import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { Setting, Situation } from './setting';
import { tableNameOf } from './update-table';

/**
 * The attribute after which items expire. Another attribute takes two changes, and AWS takes one an hour: the first is made,
 * and the second refused until then. DynamoDB Local knows no such rule and takes both at once.
 */
export const timeToLive: Setting = {
  name: 'timeToLive',
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
  remedy:
    "AWS takes one change of a table's time to live an hour. Another attribute needs two: the old one off, and an hour later " +
    'the new one on; between them no item expires. Everything else is settled: run yarn bootstrap again in an hour.',
  plan: async (situation) => {
    const wanted = situation.settings.timeToLive;
    const current = await currentAttribute(situation);
    if (wanted === undefined || current === wanted) return undefined;
    return {
      from: current || 'off',
      to: describeAttribute(wanted, current),
      apply: async () => {
        if (current !== false) await setTimeToLive(situation, current, false);
        if (wanted !== false) await setTimeToLive(situation, wanted, true);
        return undefined;
      },
    };
  },
};

/** One DescribeTimeToLive. What is just being switched on or off counts as done: AWS may take an hour over it. */
async function currentAttribute({ client, table }: Situation): Promise<string | false> {
  const { TimeToLiveDescription: description } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: tableNameOf(table) }),
  );
  const on = description?.TimeToLiveStatus === 'ENABLED' || description?.TimeToLiveStatus === 'ENABLING';
  return on ? (description.AttributeName ?? false) : false;
}

async function setTimeToLive({ client, table }: Situation, attribute: string, enabled: boolean): Promise<void> {
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableNameOf(table),
      TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled },
    }),
  );
}

function describeAttribute(wanted: string | false, current: string | false): string {
  if (wanted === false) return 'off';
  return current === false ? wanted : `${wanted} (two changes, which AWS takes an hour apart)`;
}
