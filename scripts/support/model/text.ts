import { columns } from '../columns';
import type { Model } from './model';
import { attributeTable, indexTable, keyTable, requestRows, type Table } from './tables';

/** The model for a terminal: columns of text. */
export function text(model: Model): string {
  const sections = [
    ['Keys', ...lines(keyTable(model))],
    ['Attributes', ...lines(attributeTable(model))],
    ['Indexes', ...lines(indexTable(model))],
    ['Access patterns', ...accessPatterns(model)],
  ];
  return sections.map((section) => `${section.join('\n')}\n`).join('\n');
}

const lines = ({ header, rows }: Table): string[] => columns([header, ...rows]).map(indent);

/** The columns are those of all access patterns: the eye can run down them. */
function accessPatterns({ accessPatterns: patterns }: Model): string[] {
  const requests = columns(patterns.flatMap(requestRows));
  let first = 0;
  return patterns.flatMap(({ name, summary, requests: { length } }) => {
    const own = requests.slice(first, first + length);
    first += length;
    return [`${name}: ${summary}`, ...own.map(indent)].map(indent);
  });
}

const indent = (line: string): string => `  ${line}`;
