import type { AccessPattern } from '../../../table/access-pattern';
import type { EntityDescription } from '../../../table/model';
import { mermaid } from './mermaid';
import type { Model } from './model';
import { attributeTable, indexTable, keyTable, REQUEST_HEADER, requestRows, type Table } from './tables';

/** The model as a Markdown document. */
export function markdown(model: Model): string {
  const parts = [
    `# Data model of ${model.name}`,
    '## Keys',
    markdownKeys(model),
    '## Attributes',
    markdownAttributes(model),
    '## Indexes',
    markdownIndexes(model),
    '## Access patterns',
    markdownPatterns(model),
    '## Diagram',
    markdownDiagram(model),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** @param entities default: all of them */
export function markdownKeys(model: Model, entities?: readonly EntityDescription[]): string {
  return render(keyTable(model, entities), (cell, column) => (column === 0 ? escaped(cell) : code(cell)));
}

export const markdownAttributes = (model: Model): string => render(attributeTable(model), escaped);

export const markdownIndexes = (model: Model): string =>
  render(indexTable(model), (cell, column) => (column < 3 ? code(cell) : escaped(cell)));

/** @param patterns default: all of them */
export function markdownPatterns(model: Model, patterns: readonly AccessPattern[] = model.accessPatterns): string {
  const rows = patterns.flatMap((pattern) =>
    requestRows(pattern).map(([action = '', entity = '', index = '', key = ''], position) => [
      position === 0 ? `${code(pattern.name)}<br>${escaped(pattern.summary)}` : '',
      action,
      escaped(entity),
      code(index),
      code(key),
    ]),
  );
  return render({ header: ['access pattern', ...REQUEST_HEADER], rows }, (cell) => cell);
}

export const markdownDiagram = (model: Model): string => ['```mermaid', mermaid(model).trimEnd(), '```'].join('\n');

function render({ header, rows }: Table, format: (cell: string, column: number) => string): string {
  const formatted = rows.map((row) => row.map(format));
  return [header, header.map(() => '---'), ...formatted].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** In a table a bar ends a cell, also in code. */
const code = (cell: string): string => (cell === '' ? '' : `\`${cell.replaceAll('|', '\\|')}\``);

const escaped = (cell: string): string => cell.replace(/[\\`*_<>|[\]]/g, '\\$&');
