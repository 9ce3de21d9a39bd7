import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexDescription,
} from '@aws-sdk/client-dynamodb';

/** A global secondary index, its keys named with their types: `S`tring, `N`umber or `B`inary. */
export interface IndexDefinition {
  /** 3 to 255 characters of a-z A-Z 0-9 . _ -. */
  indexName: string;
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
  /** `ALL` (the default), `KEYS_ONLY`, or the names of the attributes that the index carries besides all keys. */
  projection?: 'ALL' | 'KEYS_ONLY' | readonly string[];
}

export interface KeyAttribute {
  name: string;
  type: 'S' | 'N' | 'B';
}

const keyAttributes = (definition: IndexDefinition): KeyAttribute[] =>
  definition.sortKey ? [definition.partitionKey, definition.sortKey] : [definition.partitionKey];

/** The types of the index's keys in the words of UpdateTable. */
export const toAttributeDefinitions = (definition: IndexDefinition): AttributeDefinition[] =>
  keyAttributes(definition).map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));

/** The definition in the words of UpdateTable. */
export function toCreateAction(definition: IndexDefinition): CreateGlobalSecondaryIndexAction {
  const { indexName, projection = 'ALL' } = definition;
  return {
    IndexName: indexName,
    KeySchema: keyAttributes(definition).map(({ name }, position) => ({
      AttributeName: name,
      KeyType: position === 0 ? 'HASH' : 'RANGE',
    })),
    Projection:
      typeof projection === 'string'
        ? { ProjectionType: projection }
        : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] },
  };
}

/** An index's keys and projection in one line, alike for a wanted and an existing index, so that the two compare. */
export function summarise(
  index: Pick<GlobalSecondaryIndexDescription, 'KeySchema' | 'Projection'>,
  attributes: readonly AttributeDefinition[],
): string {
  const typeOf = (name?: string) => attributes.find((attribute) => attribute.AttributeName === name)?.AttributeType;
  const keys = (index.KeySchema ?? [])
    .map((key) => `${key.AttributeName} (${key.KeyType}, ${typeOf(key.AttributeName)})`)
    .join(', ');
  const carried = [...(index.Projection?.NonKeyAttributes ?? [])].sort().join(', ');
  return `${keys}, projection ${index.Projection?.ProjectionType}${carried ? ` of ${carried}` : ''}`;
}
