import type { PlainItem } from './plain-item';
import type { PlannedWrite } from './planned-migration';

/** What a write changes, attribute by attribute, without the attributes of its key. */
export function formatItem({ key = {}, before, after }: Pick<PlannedWrite, 'key' | 'before' | 'after'>): string[] {
  if (after === undefined) return before ? [`before: ${shorten(JSON.stringify(before))}`] : [];
  if (before === undefined) return [`after: ${shorten(JSON.stringify(after))}`];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => !(name in key),
  );
  const lines = names.flatMap((name) => formatAttribute(name, before ?? {}, after ?? {}));
  if (before && after) return lines.length > 0 ? lines : ['changes nothing'];
  if (after) return ['there is no such item', ...lines];
  return before ? lines : ['there is no such item: changes nothing'];
}

function formatAttribute(name: string, before: PlainItem, after: PlainItem): string[] {
  const [from, to] = [before[name], after[name]].map((value) => value !== undefined && shorten(JSON.stringify(value)));
  if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
  if (from === false) return [`+ ${name}: ${to}`];
  return [to === false ? `- ${name}: ${from}` : `~ ${name}: ${from} → ${to}`];
}

const MOST_CHARACTERS = 200;

/** A text that is cut off where it is too long for a line. */
export const shorten = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
