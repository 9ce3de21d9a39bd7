import type { StreamSpecification, StreamViewType, TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';
import type { Setting, Situation } from './setting';
import { updateTable } from './update-table';

type View = NonNullable<TableSettings['stream']>;

/** The stream of changes to the table's items. */
export const stream: Setting = {
  name: 'stream',
  remedy: 'What the stream is now stands above: run yarn bootstrap again, it goes on from there.',
  plan: async (situation) => {
    const wanted = situation.settings.stream;
    const current = viewOf(situation.table);
    if (wanted === undefined || current === wanted) return undefined;
    return {
      from: current || 'off',
      to: describeView(wanted, current),
      apply: () => changeStream(situation, wanted, current),
    };
  },
};

/** The stream in the words of CreateTable and UpdateTable. */
export const toStreamSpecification = (view: View): StreamSpecification =>
  view === false ? { StreamEnabled: false } : { StreamEnabled: true, StreamViewType: view };

/** DynamoDB has no change of a stream's view: the old stream ends, and another begins. */
async function changeStream(situation: Situation, wanted: View, current: StreamViewType | false) {
  if (current === false) return setStream(situation, wanted, (view) => view === wanted);
  // Not until there is none: another who settles the same table may have begun the next one already.
  const table = await setStream(situation, false, (view) => view !== current);
  return wanted === false ? table : setStream({ ...situation, table }, wanted, (view) => view === wanted);
}

const setStream = (situation: Situation, view: View, settled: (view: View) => boolean): Promise<TableDescription> =>
  updateTable(situation, { StreamSpecification: toStreamSpecification(view) }, (table) => settled(viewOf(table)));

/** DescribeTable goes on giving the last stream's ARN when there is none any more; only the specification counts. */
const viewOf = ({ StreamSpecification: specification }: TableDescription): StreamViewType | false =>
  specification?.StreamEnabled ? (specification.StreamViewType ?? false) : false;

function describeView(wanted: View, current: StreamViewType | false): string {
  if (wanted === false) return 'off';
  return current === false ? wanted : `${wanted} (switched off and on again: the stream's ARN changes)`;
}
