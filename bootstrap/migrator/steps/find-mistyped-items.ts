import { paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
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
  const { client, tableName, signal, onWarning } = options;
  if (!onWarning) return;
  const keys: string[] = [];
  let found = 0;
  let pages = 0;
  let complete = true;
  for await (const page of paginateScan({ client }, scanFor(tableName, keyAttributes(definition)))) {
    signal?.throwIfAborted();
    found += page.Count ?? 0;
    keys.push(...(page.Items ?? []).map((item) => JSON.stringify(unmarshall(item))));
    pages += 1;
    complete = page.LastEvaluatedKey === undefined;
    if (pages === MOST_PAGES) break;
  }
  if (found === 0) return;
  const types = keyAttributes(definition).map(({ name, type }) => `${name} is not ${TYPE_NAMES[type]}`);
  const reach = complete ? '' : ` in the first ${pages} MB of the table, which is all that was looked at`;
  onWarning(
    `${found} item${found === 1 ? ' is' : 's are'} not in index ${definition.indexName}${reach}, because ${types.join(' or ')}: ` +
      `${keys.slice(0, MOST_KEYS).join(', ')}${found > MOST_KEYS ? ' …' : ''}. Give them the right type in a migration.`,
  );
}

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
