import type { EntityDescription } from '../../../table/model';
import { entitiesIn, type Model, type ModelIndex, templateOf } from './model';

/**
 * The model as a Mermaid flowchart. A frame is what one Query can read: the entities that share a partition, and below
 * them each index with its entries. A dotted line joins entities that an access pattern writes or checks in one transaction.
 */
export function mermaid(model: Model): string {
  const lines = [
    ...partitions(model).flatMap((entities, position) =>
      frame(`partition_${position + 1}`, partitionFrame(model, entities)),
    ),
    ...model.indexes.flatMap((index) => frame(`index_${identifier(index.name)}`, indexFrame(model, index))),
    ...model.indexes.flatMap((index) =>
      entitiesIn(index, model).map((entity) => `${nodeOf(entity)} --> ${entryOf(index, entity)}`),
    ),
    ...transactions(model),
  ];
  return [...CONFIGURATION, 'flowchart LR', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** A key has no spaces at which its line could be broken well. */
const CONFIGURATION = ['---', 'config:', '  flowchart:', '    wrappingWidth: 400', '---'];

interface Frame {
  title: string;
  /** Each with the lines of its label, the first of which is the name of an entity. */
  nodes: [node: string, lines: string[]][];
}

function frame(name: string, { title, nodes }: Frame): string[] {
  const lines = nodes.map(
    ([node, [first = '', ...rest]]) =>
      `  ${node}["<b>${escaped(first)}</b>${rest.map((line) => `<br/>${escaped(line)}`).join('')}"]`,
  );
  return [`subgraph ${name}["${escaped(title)}"]`, '  direction TB', ...lines, 'end'];
}

function partitionFrame(
  { primaryKey: { partitionKey, sortKey } }: Model,
  entities: readonly EntityDescription[],
): Frame {
  const [title = ''] = entities.map((entity) => assignment(entity, partitionKey));
  return { title, nodes: entities.map((entity) => [nodeOf(entity), [entity.name, assignment(entity, sortKey)]]) };
}

function indexFrame(model: Model, index: ModelIndex): Frame {
  const { name, partitionKey, sortKey } = index;
  const keyOf = (entity: EntityDescription) => [partitionKey, sortKey].map((key) => assignment(entity, key));
  return {
    title: `index ${name}`,
    nodes: entitiesIn(index, model).map((entity) => [entryOf(index, entity), [entity.name, ...keyOf(entity)]]),
  };
}

const assignment = (entity: EntityDescription, attribute: string): string =>
  `${attribute} = ${templateOf(entity, attribute)}`;

/** The entities by the form of their partition key, whatever its placeholders are called. */
function partitions({ entities, primaryKey: { partitionKey } }: Model): EntityDescription[][] {
  const groups = new Map<string, EntityDescription[]>();
  for (const entity of entities) {
    const form = (templateOf(entity, partitionKey) ?? '').replaceAll(/\{\w+\}/g, '{}');
    groups.set(form, [...(groups.get(form) ?? []), entity]);
  }
  return [...groups.values()];
}

/** A line for each two entities that follow one another in a transaction, with the access patterns that do it. */
function transactions({ entities, accessPatterns }: Model): string[] {
  const names = new Map<string, Set<string>>();
  for (const { name, requests } of accessPatterns) {
    for (const [position, { transaction, entity }] of requests.entries()) {
      const next = requests[position + 1];
      if (!transaction || !next?.transaction || next.entity === entity) continue;
      const joined = entities.filter((candidate) => [entity, next.entity].includes(candidate.name));
      const line = joined.map(nodeOf).join(' ');
      names.set(line, (names.get(line) ?? new Set()).add(name));
    }
  }
  return [...names].map(([line, patterns]) =>
    line.replace(' ', ` -. "${[...patterns].map(escaped).join('<br/>')}" .- `),
  );
}

/** Not the name alone: `end` and `graph` are words of Mermaid. */
const nodeOf = ({ name }: EntityDescription): string => `entity_${identifier(name)}`;

const entryOf = (index: ModelIndex, entity: EntityDescription): string =>
  `entry_${identifier(index.name)}_${identifier(entity.name)}`;

const identifier = (name: string): string => name.replaceAll(/\W/g, '_');

/** Mermaid takes what is special to it as `#` and a character's number: "Entity codes to escape characters" in its manual. */
const escaped = (label: string): string => label.replaceAll(/["<>&;`]/g, (character) => `#${character.charCodeAt(0)};`);
