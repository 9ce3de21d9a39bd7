import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutItemCommand as PutEntityCommand } from 'dynamodb-toolbox/entity/actions/put';
import { loadMigrations } from '../../../../../bootstrap/migrator/load-migrations';
import { newestExpandMigration } from '../../../../../bootstrap/surroundings';
import { MEMBERSHIP_COUNTER_ACCESS_PATTERNS } from '../../../../../lambda/membership-counter/access-patterns';
import { pollUntil } from '../../../../../local/poll';
import { bundleFunction } from '../../../../../stacks/bundle/bundle-function';
import { companyMemberEntity } from '../../../../../table/entities/company-member';
import { companyMemberKeys } from '../../../../../table/keys';
import { getMemberCount } from '../../../../../table/patterns/get-member-count';
import { rightsOf } from '../../../../../table/rights';
import { createTestTable, type TestTable } from '../../../../support/test-table';
import { allow, awsArn, type Deployer, mayReadStream } from './stand-in';

export interface CountedTable extends TestTable {
  streamArn: string;
  /** Puts members into a company, from the first to the last, as addMembership does on the company's side. */
  putMembers(companyName: string, first: number, last: number): Promise<void>;
  /** Puts an item into a member's place that does not say whose member it is. */
  putPoison(companyName: string): Promise<void>;
  /** Resolves when the company has that many members by its count. */
  untilCounted(companyName: string, members: number): Promise<void>;
  /** Resolves when some of its members have been counted. */
  untilSome(companyName: string): Promise<void>;
}

/** A table with all migrations and a stream. */
export async function createCountedTable(): Promise<CountedTable> {
  const testTable = await createTestTable();
  const { client, name, table } = testTable;
  const { TableDescription } = await client.send(
    new UpdateTableCommand({
      TableName: name,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const members = companyMemberEntity(table);
  const until = async (companyName: string, isEnough: (members: number) => boolean) => {
    if (await pollUntil(async () => isEnough(await getMemberCount(table, companyName)), 20_000)) return;
    const counted = await getMemberCount(table, companyName);
    throw new Error(`Within 20 s ${counted} members of ${companyName} were counted.`);
  };
  return {
    ...testTable,
    streamArn: awsArn(TableDescription?.LatestStreamArn),
    putMembers: async (companyName, first, last) => {
      for (let number = first; number <= last; number += 1) {
        const email = `user-${number}@users.example`;
        const member = { companyName, userCompanyName: 'Users', email, joinedAt: new Date().toISOString() };
        await members.build(PutEntityCommand).item(member).send();
      }
    },
    putPoison: async (companyName) => {
      const member = { companyName, userCompanyName: 'Users', email: 'poison@users.example' };
      const Item = { pk: { S: companyMemberKeys.pk.format(member) }, sk: { S: companyMemberKeys.sk.format(member) } };
      await client.send(new PutItemCommand({ TableName: name, Item }));
    },
    untilCounted: (companyName, expected) => until(companyName, (counted) => counted === expected),
    untilSome: (companyName) => until(companyName, (counted) => counted >= 3),
  };
}

/** The deployment package of the function `membership-counter`. */
export async function counterZip(outputDirectory: string): Promise<Buffer> {
  const entry = 'lambda/membership-counter/handler.ts';
  return readFile((await bundleFunction({ name: 'membership-counter', entry, outputDirectory })).zipFile);
}

interface CounterOptions {
  code: Buffer;
  /** Where what can't be counted is sent. */
  queueArn: string;
  batchSize?: number;
}

/**
 * Deploys the function `membership-counter` with the rights that it needs and no more, and maps the table's stream to it.
 * Gives the mapping's UUID.
 */
export async function deployCounter(
  deployer: Deployer,
  { name, streamArn }: Pick<CountedTable, 'name' | 'streamArn'>,
  { code, queueArn, batchSize }: CounterOptions,
): Promise<string> {
  const tableArn = streamArn.replace(/\/stream\/.*$/, '');
  const actions = rightsOf(MEMBERSHIP_COUNTER_ACCESS_PATTERNS).write.map((action) => `dynamodb:${action}`);
  await deployer.createFunction('counter', {
    code,
    policy: [
      // GetItem is for the ledger, which a function reads before its first request.
      allow(['dynamodb:GetItem', ...actions], tableArn),
      allow('sqs:SendMessage', queueArn),
      ...mayReadStream(streamArn),
    ],
    environment: { DEPLOYMENT: 'local', TABLE_NAME: name, REQUIRED_MIGRATION: requiredMigration },
  });
  return mapCounter(deployer, { streamArn, queueArn, batchSize });
}

/** Maps a table's stream to the function that is deployed already, from the oldest record on. Gives the mapping's UUID. */
export function mapCounter(
  deployer: Deployer,
  { streamArn, queueArn, batchSize = 100 }: Pick<CounterOptions, 'queueArn' | 'batchSize'> & { streamArn: string },
): Promise<string> {
  return deployer.createMapping({
    EventSourceArn: streamArn,
    FunctionName: 'counter',
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: batchSize,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify(memberFilter) }] },
    DestinationConfig: { OnFailure: { Destination: queueArn } },
  });
}

const migrations = loadMigrations(path.resolve(__dirname, '../../../../../migrations'));
const requiredMigration = newestExpandMigration(migrations) ?? '';

const memberFilter = {
  eventName: ['INSERT', 'REMOVE'],
  dynamodb: { Keys: { sk: { S: [{ prefix: companyMemberKeys.sk.prefix() }] } } },
};
