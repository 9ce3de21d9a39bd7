import { TableClass, type TableDescription } from '@aws-sdk/client-dynamodb';
import type { Setting } from './setting';
import { updateTable } from './update-table';

/** Whether storage or throughput is the cheaper part. */
export const tableClass: Setting = {
  name: 'tableClass',
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html
  remedy:
    "AWS takes two changes of a table's class in 30 days: leave tableClass out of deployments.ts until then, or declare " +
    'the class that the table has.',
  forgottenLocally: true,
  plan: async (situation) => {
    const wanted = situation.settings.tableClass;
    const current = classOf(situation.table);
    if (wanted === undefined || current === wanted) return undefined;
    return {
      from: current,
      to: wanted,
      apply: () => updateTable(situation, { TableClass: wanted }, (table) => classOf(table) === wanted),
    };
  },
};

/** DescribeTable leaves the class out where it was never changed. */
const classOf = (table: TableDescription): TableClass => table.TableClassSummary?.TableClass ?? TableClass.STANDARD;
