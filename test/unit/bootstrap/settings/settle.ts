import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { SettingChange, SettleOptions } from '../../../../bootstrap/settings/setting';
import { checkSettings, settleSettings } from '../../../../bootstrap/settings/settle-settings';
import type { TableSettings } from '../../../../table/deployment';
import { type Answer, type Body, type Endpoint, startEndpoint } from './endpoint';

const TABLE: TableDescription = {
  TableName: 'orders',
  TableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders',
  TableStatus: 'ACTIVE',
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
};

export interface FakeTable extends Pick<Endpoint, 'operations' | 'inputs'> {
  /** As DescribeTable gives it; a test's own answers change it. */
  description: TableDescription;
  check(settings: TableSettings, options?: Partial<SettleOptions>): Promise<SettingChange[]>;
  settle(settings: TableSettings, options?: Partial<SettleOptions>): Promise<SettingChange[]>;
  /** What `onChange` was called with, `setting: old → new`. */
  printed: string[];
  /** What `onSkip` was called with, `setting: reason`. */
  skipped: string[];
}

/**
 * A table of which the test answers every operation, but for DescribeTable and the item in which settings are remembered.
 * Each test's endpoint ends with the test.
 */
export async function fakeTable(
  answers: Record<string, Answer>,
  description: Partial<TableDescription> = {},
): Promise<FakeTable> {
  const table: TableDescription = { ...TABLE, ...description };
  const remembered: Body = {};
  const endpoint = await startEndpoint({
    DescribeTable: () => ({ Table: table }),
    GetItem: () => ({ Item: remembered }),
    UpdateItem: ({ ExpressionAttributeValues }) => {
      const values = ExpressionAttributeValues as Record<string, unknown>;
      for (const [name, value] of Object.entries(values)) remembered[name.slice(1)] = value;
      return {};
    },
    ...answers,
  });
  running.push(endpoint);
  const printed: string[] = [];
  const skipped: string[] = [];
  const complete = (settings: TableSettings, options: Partial<SettleOptions> = {}): SettleOptions => ({
    client: endpoint.client,
    table: structuredClone(table),
    settings,
    skipUnsupported: false,
    onChange: ({ setting, from, to }) => printed.push(`${setting}: ${from} → ${to}`),
    onSkip: (setting, reason) => skipped.push(`${setting}: ${reason}`),
    ...options,
  });
  return {
    operations: endpoint.operations,
    inputs: endpoint.inputs,
    description: table,
    printed,
    skipped,
    check: (settings, options) => checkSettings(complete(settings, options)),
    settle: (settings, options) => settleSettings(complete(settings, options)),
  };
}

const running: Endpoint[] = [];

/** For a test file's `afterEach`. */
export async function stopFakeTables(): Promise<void> {
  await Promise.all(running.splice(0).map((endpoint) => endpoint.stop()));
}
