import type {
  CreateTableCommandInput,
  GlobalSecondaryIndexDescription,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { ProvisionedUnits, TableSettings } from '../../table/deployment';
import type { Setting } from './setting';
import { updateTable } from './update-table';

type Billing = NonNullable<TableSettings['billing']>;

/**
 * The billing mode, and the capacity of a provisioned table. An index of one has a capacity of its own: it gets the
 * table's numbers.
 */
export const billing: Setting = {
  name: 'billing',
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/switching.capacitymode.html
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-tables
  remedy:
    'AWS switches a table to on-demand at most four times in 24 hours, and lowers provisioned units four times a day, then ' +
    'once an hour. Until then leave billing out of deployments.ts, or declare what the table has; then run yarn bootstrap again.',
  plan: async (situation) => {
    const { table } = situation;
    const wanted = situation.settings.billing;
    if (wanted === undefined || isSettled(table, wanted)) return undefined;
    return {
      from: describeCurrent(table),
      to: describeWanted(table, wanted),
      apply: () =>
        updateTable(situation, changeOf(table, wanted), (now) => isSettled(now, wanted) && indexesActive(now)),
    };
  },
};

/** The billing of a table in the words of CreateTable. */
export const toBillingInput = (
  wanted: Billing,
): Pick<CreateTableCommandInput, 'BillingMode' | 'ProvisionedThroughput'> =>
  wanted === 'on-demand'
    ? { BillingMode: 'PAY_PER_REQUEST' }
    : { BillingMode: 'PROVISIONED', ProvisionedThroughput: toThroughput(wanted) };

/** DynamoDB refuses units that are what they were already: only what differs is sent. */
function changeOf(table: TableDescription, wanted: Billing): Omit<UpdateTableCommandInput, 'TableName'> {
  if (wanted === 'on-demand') return toBillingInput(wanted);
  const switches = isOnDemand(table);
  const indexes = indexesOf(table).filter((index) => !hasUnits(index.ProvisionedThroughput, wanted));
  return {
    ...(switches && { BillingMode: 'PROVISIONED' }),
    ...((switches || !hasUnits(table.ProvisionedThroughput, wanted)) && {
      ProvisionedThroughput: toThroughput(wanted),
    }),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexUpdates: indexes.map(({ IndexName }) => ({
        Update: { IndexName, ProvisionedThroughput: toThroughput(wanted) },
      })),
    }),
  };
}

function isSettled(table: TableDescription, wanted: Billing): boolean {
  if (wanted === 'on-demand' || isOnDemand(table)) return wanted === 'on-demand' && isOnDemand(table);
  return [table, ...indexesOf(table)].every((part) => hasUnits(part.ProvisionedThroughput, wanted));
}

/** A table that was always provisioned has no summary of its mode. */
const isOnDemand = (table: TableDescription): boolean => table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';

/** An index that is just being deleted takes no change, and is gone before anybody could use it. */
const indexesOf = (table: TableDescription): GlobalSecondaryIndexDescription[] =>
  (table.GlobalSecondaryIndexes ?? []).filter((index) => index.IndexStatus !== 'DELETING');

const indexesActive = (table: TableDescription): boolean =>
  indexesOf(table).every((index) => index.IndexStatus === 'ACTIVE');

const hasUnits = (throughput: ProvisionedThroughputDescription | undefined, wanted: ProvisionedUnits): boolean =>
  throughput?.ReadCapacityUnits === wanted.readUnits && throughput.WriteCapacityUnits === wanted.writeUnits;

const toThroughput = ({ readUnits, writeUnits }: ProvisionedUnits): ProvisionedThroughput => ({
  ReadCapacityUnits: readUnits,
  WriteCapacityUnits: writeUnits,
});

function describeCurrent(table: TableDescription): string {
  if (isOnDemand(table)) return 'on-demand';
  const own = table.ProvisionedThroughput;
  const others = indexesOf(table)
    .filter(({ ProvisionedThroughput: units }) => describeUnits(units) !== describeUnits(own))
    .map((index) => `, index ${index.IndexName} ${describeUnits(index.ProvisionedThroughput)}`);
  return `provisioned ${describeUnits(own)}${others.join('')}`;
}

function describeWanted(table: TableDescription, wanted: Billing): string {
  if (wanted === 'on-demand') return wanted;
  const place = indexesOf(table).length > 0 ? ', the table and each index' : '';
  return `provisioned ${describeUnits(toThroughput(wanted))}${place}`;
}

const describeUnits = (throughput: Partial<ProvisionedThroughput> | undefined): string =>
  `(${throughput?.ReadCapacityUnits ?? 0} read, ${throughput?.WriteCapacityUnits ?? 0} write units)`;
