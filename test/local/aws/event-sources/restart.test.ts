import path from 'node:path';
import { getMemberCount } from '../../../../table/patterns/get-member-count';
import { type Child, endChildren, startChild } from '../../../support/child';
import { type TemporaryFolder, temporaryFolder } from '../../../unit/support/temporary-folder';
import { type CountedTable, counterZip, createCountedTable, deployCounter } from './support/counted-table';
import { deployerTo, startStandIn } from './support/stand-in';

// A process is started, a function bundled, and all of its records waited for.
jest.setTimeout(120_000);

let folder: TemporaryFolder;
let stateDirectory: string;
let table: CountedTable;

beforeEach(async () => {
  folder = temporaryFolder();
  stateDirectory = path.join(folder.directory, 'aws');
  table = await createCountedTable();
});
afterEach(async () => {
  await endChildren();
  await table.remove();
  folder.remove();
});

/** One record a batch, so that there are many moments at which the stand-in can end. */
async function deployTo(deployer: ReturnType<typeof deployerTo>): Promise<void> {
  const { arn: queueArn } = await deployer.createQueue('dead-letters');
  await deployCounter(deployer, table, { code: await counterZip(folder.directory), queueArn, batchSize: 1 });
}

async function startGatewayProcess(): Promise<{ child: Child; endpoint: string }> {
  const dynamodb = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const child = startChild('test/local/aws/event-sources/support/gateway-child.ts', [stateDirectory, dynamodb]);
  const { endpoint } = await child.says((said) => 'endpoint' in said);
  return { child, endpoint: String(endpoint) };
}

/**
 * Puts members into the company Acme, one after the other, while `stop` ends the stand-in that counts them, and one more
 * when that has ended. Gives how many that were.
 */
async function writeAcross(stop: () => Promise<unknown>): Promise<number> {
  let written = 0;
  let isStopped = false;
  const writing = (async () => {
    for (let isLast = false; !isLast; written += 1) {
      isLast = isStopped;
      await table.putMembers('Acme', written, written);
    }
  })();
  await table.untilSome('Acme');
  await stop();
  isStopped = true;
  await writing;
  expect(await getMemberCount(table.table, 'Acme')).toBeLessThan(written);
  return written;
}

/** The count once all has been delivered: what is written last is delivered last. */
async function finalCount(): Promise<number> {
  await table.putMembers('Last', 1, 1);
  await table.untilCounted('Last', 1);
  return getMemberCount(table.table, 'Acme');
}

test('a stand-in that is closed half-way and started again loses nothing and doubles nothing', async () => {
  const first = await startStandIn(stateDirectory);
  await deployTo(first);
  const written = await writeAcross(first.close);
  const second = await startStandIn(stateDirectory);
  try {
    expect(await finalCount()).toBe(written);
  } finally {
    await second.close();
  }
});

test('a stand-in that is killed half-way and started again loses nothing and doubles nothing', async () => {
  const first = await startGatewayProcess();
  await deployTo(deployerTo(first.endpoint));
  const written = await writeAcross(() => {
    first.child.kill('SIGKILL');
    return first.child.ended;
  });
  await startGatewayProcess();
  expect(await finalCount()).toBe(written);
});

test('a stand-in that is closed leaves no timer behind', async () => {
  const { child, endpoint } = await startGatewayProcess();
  await deployTo(deployerTo(endpoint));
  await table.putMembers('Acme', 1, 1);
  await table.untilCounted('Acme', 1);
  child.kill('SIGTERM');
  expect(await child.says((said) => 'timers' in said)).toEqual({ timers: [] });
});
