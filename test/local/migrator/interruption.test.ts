import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { Ended } from '../../support/child';
import { NO_ANSWER } from '../../support/fault-proxy';
import { migrations } from './migrations/three';
import { startMigrate } from './support/processes';
import { isHeartbeat, isWrite } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

/** How many processes run at once. */
const LANES = 3;

/** Longer than these processes keep each other from running. All are waited for at once, so that it counts only once. */
const LEASE = 10_000;

jest.setTimeout(120_000);
afterEach(closeAll);

/** What a run leaves behind, but for times and who it was. */
async function outcome(table: ProxiedTable) {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  return {
    data: await table.data(),
    states: await table.states(),
    indexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus, KeySchema }) => ({
      IndexName,
      IndexStatus,
      KeySchema,
    })),
  };
}

/** Heartbeats come when they come: only the other writes are the same in each run. */
const isStep = (request: Parameters<typeof isWrite>[0]) => isWrite(request) && !isHeartbeat(request);

interface Kill {
  /** Which write of the run, from 1. */
  write: number;
  moment: 'before' | 'after';
}

/** A process that migrates a new table, and is killed before or after its write of that number took effect. */
async function interrupt({ write, moment }: Kill): Promise<{ table: ProxiedTable; ended: Ended }> {
  const table = await createProxiedTable();
  let writes = 0;
  const child = startMigrate(table, 'three', { leaseMilliseconds: LEASE });
  table.proxy.handle(async (request, forward) => {
    if (!isStep(request)) return forward();
    writes += 1;
    if (writes < write) return forward();
    if (writes === write && moment === 'after') await forward();
    child.kill('SIGKILL');
    return NO_ANSWER;
  });
  return { table, ended: await child.ended };
}

test('a run that is killed before or after any of its writes is ended by the next one as if nothing had happened', async () => {
  const undisturbed = await createProxiedTable();
  await migrate({ client: undisturbed.proxied, tableName: undisturbed.name, migrations });
  const writes = undisturbed.proxy.requests.filter(isStep).length;
  const expected = await outcome(undisturbed);
  expect(expected).toMatchObject({
    data: [{ pk: 'three' }, { pk: 'two' }],
    states: { '20260101000001-index': 'applied', '20260101000002-items': 'applied', '20260101000003-move': 'applied' },
    indexes: [{ IndexName: 'gsi1', IndexStatus: 'ACTIVE' }],
  });
  // The lock, two records for each migration, an index, two items, a transaction, and the release.
  expect(writes).toBe(12);

  const kills = Array.from({ length: writes }, (_, position) => position + 1).flatMap((write): Kill[] => [
    { write, moment: 'before' },
    { write, moment: 'after' },
  ]);
  const killed: { kill: Kill; table: ProxiedTable; ended: Ended }[] = [];
  const waiting = [...kills];
  const lane = async () => {
    for (let kill = waiting.shift(); kill; kill = waiting.shift()) killed.push({ kill, ...(await interrupt(kill)) });
  };
  await Promise.all(Array.from({ length: LANES }, lane));

  expect(killed).toHaveLength(24);
  expect(killed.filter(({ ended }) => ended.signal !== 'SIGKILL').map(({ kill, ended }) => ({ kill, ended }))).toEqual(
    [],
  );

  const outcomes = await Promise.all(
    killed.map(async ({ kill, table }) => {
      await migrate({ client: table.client, tableName: table.name, migrations, waitMilliseconds: 30_000 });
      return { kill, ...(await outcome(table)) };
    }),
  );
  for (const found of outcomes) expect(found).toEqual({ kill: found.kill, ...expected });
});
