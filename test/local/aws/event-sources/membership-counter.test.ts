import path from 'node:path';
import { pollUntil } from '../../../../local/poll';
import { addMembership } from '../../../../table/patterns/add-membership';
import { createCompany } from '../../../../table/patterns/create-company';
import { createUser } from '../../../../table/patterns/create-user';
import { removeMembership } from '../../../../table/patterns/remove-membership';
import { type TemporaryFolder, temporaryFolder } from '../../../unit/support/temporary-folder';
import { type CountedTable, counterZip, createCountedTable, deployCounter, mapCounter } from './support/counted-table';
import { functionLog, startStandIn, type TestQueue } from './support/stand-in';

let folder: TemporaryFolder;
let stateDirectory: string;
let standIn: Awaited<ReturnType<typeof startStandIn>>;
let table: CountedTable;
let deadLetters: TestQueue;
let mapping: string;

beforeAll(async () => {
  folder = temporaryFolder();
  stateDirectory = path.join(folder.directory, 'aws');
  standIn = await startStandIn(stateDirectory);
  table = await createCountedTable();
  deadLetters = await standIn.createQueue('dead-letters');
  const code = await counterZip(folder.directory);
  mapping = await deployCounter(standIn, table, { code, queueArn: deadLetters.arn });
});
afterAll(async () => {
  await standIn.close();
  await table.remove();
  folder.remove();
});

test('members who come and go are counted as the stream tells of them', async () => {
  await createCompany(table.table, { name: 'Acme' });
  for (const name of ['ada', 'bob', 'eve']) {
    await createUser(table.table, { companyName: 'Acme', email: `${name}@acme.example`, name });
    const user = { companyName: 'Acme', email: `${name}@acme.example` };
    await addMembership(table.table, { companyName: 'Acme', user });
  }
  await table.untilCounted('Acme', 3);
  const user = { companyName: 'Acme', email: 'bob@acme.example' };
  await removeMembership(table.table, { companyName: 'Acme', user });
  await table.untilCounted('Acme', 2);
});

test('records that are all delivered once more are not counted once more', async () => {
  await table.putMembers('Repeated', 1, 3);
  await table.untilCounted('Repeated', 3);
  await standIn.lambda('DELETE', `/2015-03-31/event-source-mappings/${mapping}`);
  await mapCounter(standIn, { streamArn: table.streamArn, queueArn: deadLetters.arn });
  await table.putMembers('After the repetition', 1, 1);
  await table.untilCounted('After the repetition', 1);
  const hasSeenThemAgain = () => /"repeated":[1-9]/.test(functionLog(stateDirectory, 'counter'));
  expect(await pollUntil(hasSeenThemAgain, 20_000)).toBe(true);
  await table.untilCounted('Repeated', 3);
});

test('a poisonous record is sent to the dead-letter queue, and its neighbours are counted', async () => {
  await table.putMembers('Poisoned', 1, 3);
  await table.putPoison('Poisoned');
  await table.putMembers('Poisoned', 4, 6);
  const letter = await deadLetters.next();
  expect(letter).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    responseContext: { statusCode: 200 },
    DDBStreamBatchInfo: { batchSize: 1, streamArn: table.streamArn },
  });
  await table.untilCounted('Poisoned', 6);
  expect(functionLog(stateDirectory, 'counter')).toContain('unreadable-member');
});
