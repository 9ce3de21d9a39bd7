import { type AttributeValue, paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type IndexDefinition, type KeyAttribute, keyAttributes } from './index-definition';
import type { StepOptions } from './step-options';

/** A page is 1 MB: no more than 100 MB are read, for some 13,000 read units. What a large table holds beyond is left. */
const MOST_PAGES = 100;
const MOST_KEYS = 5;

/**
 * Warns of items that have a key attribute of a new index in another type than the index: DynamoDB leaves them out of it
 * without a word. (Later writes of that kind are refused; only older items can be so.)
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.ViolationDetection.html
 */
export async function warnOfMistypedItems(options: StepOptions, definition: IndexDefinition): Promise<void> {
  const { tableName, signal, onWarning } = options;
  if (!onWarning) return;
  try {
    const found = await findMistypedItems(options, definition);
    if (found.count > 0) onWarning(describeFound(found, definition));
    else if (!found.complete) onWarning(describeReach(found, tableName, definition));
  } catch (error) {
    signal?.throwIfAborted();
    // The index is built: that nobody may read the table, or that it is too busy for it, makes no migration fail.
    onWarning(
      `Whether table ${tableName} has items that are not in index ${definition.indexName}, because a key attribute has ` +
        `another type there, could not be looked up: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

interface Found {
  count: number;
  /** Of the first of them, for a person. */
  keys: string[];
  pages: number;
  /** Whether the whole table was looked at. */
  complete: boolean;
}

async function findMistypedItems({ client, tableName, signal }: StepOptions, definition: IndexDefinition) {
  const found: Found = { count: 0, keys: [], pages: 0, complete: true };
  for await (const page of paginateScan({ client }, scanFor(tableName, keyAttributes(definition)))) {
    signal?.throwIfAborted();
    const items = page.Items ?? [];
    found.count += items.length;
    found.keys.push(...items.slice(0, MOST_KEYS - found.keys.length).map(describeKey));
    found.pages += 1;
    found.complete = page.LastEvaluatedKey === undefined;
    if (found.pages === MOST_PAGES) break;
  }
  return found;
}

function describeKey(item: Record<string, AttributeValue>): string {
  const { pk, sk } = unmarshall(item);
  return JSON.stringify({ pk, sk });
}

function describeFound({ count, keys, pages, complete }: Found, definition: IndexDefinition): string {
  const types = keyAttributes(definition).map(({ name, type }) => `${name} is not ${TYPE_NAMES[type]}`);
  const reach = complete ? '' : ` in the first ${pages} MB of the table, which is all that was looked at`;
  return (
    `${count} item${count === 1 ? ' is' : 's are'} not in index ${definition.indexName}${reach}, because ` +
    `${types.join(' or ')}: ${keys.join(', ')}${count > keys.length ? ' …' : ''}. Give them the right type in a migration.`
  );
}

/** That nothing was found is not that there is nothing. */
const describeReach = ({ pages }: Found, tableName: string, { indexName }: IndexDefinition): string =>
  `Only the first ${pages} MB of table ${tableName} were looked at for items that are not in index ${indexName}, because a ` +
  'key attribute has another type there: none was found.';

const TYPE_NAMES = { S: 'a string', N: 'a number', B: 'binary' };

function scanFor(tableName: string, attributes: readonly KeyAttribute[]): ScanCommandInput {
  const names = Object.fromEntries(attributes.map(({ name }, position) => [`#key${position}`, name]));
  const types = Object.fromEntries(attributes.map(({ type }, position) => [`:type${position}`, { S: type }]));
  return {
    TableName: tableName,
    FilterExpression: attributes
      .map(
        (_, position) =>
          `(attribute_exists(#key${position}) AND NOT attribute_type(#key${position}, :type${position}))`,
      )
      .join(' OR '),
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: { ...names, '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: types,
  };
}
