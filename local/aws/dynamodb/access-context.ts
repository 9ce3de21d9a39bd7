import { type Caller, globalContextValues } from '../iam/global-context';
import type { Access } from './access';
import { scalarOf } from './attribute-values';
import { namedAttributes, queriedPartitionKey } from './expressions';

/** Finds the name of the partition key of a table or of an index; nothing for a table that does not exist. */
export type PartitionKeyOf = (table: string, index: string | undefined) => Promise<string | undefined>;

interface Facts {
  access: Access;
  caller: Caller;
  /** Name of the partition key of the table or index. */
  partitionKey: () => Promise<string | undefined>;
}

type Read = (facts: Facts) => string | readonly string[] | undefined | Promise<string | readonly string[] | undefined>;

/**
 * The values of the wanted context keys (in lower case) for one access. A key that the request does not have is left
 * out: that is what Null and IfExists ask about.
 */
export async function accessContext(
  access: Access,
  options: { wanted: Iterable<string>; caller: Caller; partitionKeyOf: PartitionKeyOf },
): Promise<Record<string, readonly string[]>> {
  const { table, index } = access;
  const partitionKey = async () => (table === undefined ? undefined : options.partitionKeyOf(table, index));
  const context: Record<string, readonly string[]> = {};
  for (const key of options.wanted) {
    const value = await keys[key]?.({ access, caller: options.caller, partitionKey });
    const values = typeof value === 'string' ? [value] : (value ?? []);
    if (values.length > 0) context[key] = values;
  }
  return context;
}

const keys: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(
    Object.entries(globalContextValues).map(([key, read]): [string, Read] => [key, ({ caller }) => read(caller)]),
  ),
  'dynamodb:attributes': attributes,
  'dynamodb:enclosingoperation': ({ access }) => access.enclosingOperation,
  'dynamodb:fulltablescan': fullTableScan,
  'dynamodb:leadingkeys': leadingKeys,
  'dynamodb:returnconsumedcapacity': ({ access }) =>
    access.parameters && String(access.parameters.ReturnConsumedCapacity ?? 'NONE'),
  'dynamodb:returnvalues': returnValues,
  'dynamodb:select': select,
};

function attributes({ access }: Facts): string[] {
  const inItems = (access.items ?? []).flatMap((item) => Object.keys(item));
  return [
    ...new Set([...inItems, ...namedAttributes(access.parameters ?? {}), ...(access.statement?.attributes ?? [])]),
  ];
}

/** Partition key values of all items, or of the ones that a Query or a statement is bounded to. A Scan has none. */
async function leadingKeys({ access, partitionKey }: Facts): Promise<string[]> {
  const key = await partitionKey();
  if (key === undefined) return [];
  const inItems = (access.items ?? []).map((item) => scalarOf(item[key]));
  const queried = access.action === 'dynamodb:Query' ? queriedPartitionKey(access.parameters ?? {}, key) : undefined;
  const inStatement = access.statement?.partitionKeys(key) ?? [];
  return [...new Set([...inItems, queried, ...inStatement].filter((value) => value !== undefined))];
}

async function fullTableScan({ access, partitionKey }: Facts): Promise<string | undefined> {
  if (access.statement?.action !== 'PartiQLSelect') return undefined;
  const key = await partitionKey();
  return String(key === undefined || access.statement.partitionKeys(key) === undefined);
}

const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((name) => `dynamodb:${name}`);
const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan'].map((name) => `dynamodb:${name}`);

/** Always there for a write, NONE where the request leaves it out (Developer Guide, fine-grained access control). */
function returnValues({ access }: Facts): string | undefined {
  if (access.statement) return access.statement.returnValues;
  return writes.includes(access.action) ? String(access.parameters?.ReturnValues ?? 'NONE') : undefined;
}

/** Always there for a read: what the request says, else what it amounts to by the API's defaults. */
function select({ access }: Facts): string | undefined {
  if (access.statement) return access.statement.select;
  if (!reads.includes(access.action)) return undefined;
  const parameters = access.parameters ?? {};
  if (parameters.Select !== undefined) return String(parameters.Select);
  if (parameters.ProjectionExpression !== undefined || parameters.AttributesToGet !== undefined)
    return 'SPECIFIC_ATTRIBUTES';
  return access.index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
}
