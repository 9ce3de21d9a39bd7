import type { AccessPattern, AccessRequest } from '../../../table/access-pattern';
import type { EntityDescription } from '../../../table/model';
import { entitiesIn, keyAttributes, type Model, templateOf } from './model';

/** A table for people: a header, and rows with a cell for each of its columns. */
export interface Table {
  header: string[];
  rows: string[][];
}

/** Which entity has which keys. A key that none of these entities has gets no column. */
export function keyTable(model: Model, entities: readonly EntityDescription[] = model.entities): Table {
  const attributes = keyAttributes(model).filter((attribute) =>
    entities.some((entity) => templateOf(entity, attribute)),
  );
  return {
    header: ['entity', ...attributes],
    rows: entities.map((entity) => [
      entity.name,
      ...attributes.map((attribute) => templateOf(entity, attribute) ?? ''),
    ]),
  };
}

/** What each entity's items carry besides their keys. */
export function attributeTable({ entities }: Model): Table {
  return {
    header: ['entity', 'attributes'],
    rows: entities.map((entity) => [entity.name, attributesOf(entity).join(', ')]),
  };
}

/** Each with its type; one that an item need not have with a question mark. */
const attributesOf = ({ attributes, timeToLive }: EntityDescription): string[] =>
  attributes.map(({ name, type, required }) => {
    const expires = name === timeToLive ? ', time to live' : '';
    return `${name}${required ? '' : '?'} (${type}${expires})`;
  });

/** The keys of each index, and whose items are in it. */
export function indexTable(model: Model): Table {
  return {
    header: ['index', 'partition key', 'sort key', 'entities'],
    rows: model.indexes.map((index) => [
      index.name,
      index.partitionKey,
      index.sortKey,
      entitiesIn(index, model)
        .map(({ name }) => name)
        .join(', '),
    ]),
  };
}

export const REQUEST_HEADER = ['action', 'entity', 'index', 'key condition'];

/** What an access pattern asks of DynamoDB, a row for each request, in the columns of `REQUEST_HEADER`. */
export function requestRows({ requests }: AccessPattern): string[][] {
  return requests.map((request) => [action(request), request.entity, request.index ?? '', request.key]);
}

const action = ({ action: name, transaction }: AccessRequest): string =>
  transaction ? `${name}, in a transaction` : name;
