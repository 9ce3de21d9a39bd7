/**
 * What differs between two values, a line for each place: `environment.0.variables.MODE: "a" → "b"`. Texts that are JSON,
 * such as policies, are compared by what they say; nothing, and an empty list, map or text, are one and the same.
 */
export function differences(place: string, before: unknown, after: unknown): string[] {
  const [one, other] = [meaningOf(before), meaningOf(after)];
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if ((isList(one) || isList(other)) && isPlainList(one) && isPlainList(other)) {
    return listDifferences(place, one ?? [], other ?? []);
  }
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) => differences(`${place}.${name}`, one[name], other[name]));
  }
  return [`${place}: ${shown(one)} → ${shown(other)}`];
}

/** Undefined where there is nothing in it. */
function meaningOf(value: unknown): unknown {
  if (typeof value === 'string') return meaningOfText(value);
  if (Array.isArray(value)) return value.length > 0 ? value.map(meaningOf) : undefined;
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([name, part]) => [name, meaningOf(part)] as const)
    .filter(([, part]) => part !== undefined)
    .sort(([name], [other]) => (name < other ? -1 : 1));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function meaningOfText(text: string): unknown {
  if (text === '') return undefined;
  if (!/^[[{]/.test(text)) return text;
  try {
    return meaningOf(JSON.parse(text));
  } catch {
    return text;
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** Of texts and numbers; no list at all is an empty one. */
const isPlainList = (value: unknown): value is unknown[] | undefined =>
  value === undefined || (isList(value) && value.every((part) => typeof part !== 'object'));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The same in another order is the same: such lists are sets, in policies as in Terraform's resources. */
function listDifferences(place: string, before: unknown[], after: unknown[]): string[] {
  const added = after.filter((part) => !before.includes(part));
  const removed = before.filter((part) => !after.includes(part));
  return [
    ...added.map((part) => `${place}: ${shown(part)} was added`),
    ...removed.map((part) => `${place}: ${shown(part)} was removed`),
  ];
}

/** Characters: it is read line by line. */
const LONGEST_VALUE = 120;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
