import { type Item, toPlainValue } from './plain-item';

/** An expression of DynamoDB with what its placeholders stand for. */
export interface Expression {
  text: string;
  names: Record<string, string>;
  values: Item;
}

/** The expression for a person: names and values in place of its placeholders. */
export function describeExpression({ text, names, values }: Expression): string {
  return text.replace(/[#:]\w+/g, (placeholder) => {
    const value = values[placeholder];
    return value ? JSON.stringify(toPlainValue(value)) : (names[placeholder] ?? placeholder);
  });
}

/**
 * Whether a condition holds for an item (null: there is none), where it asks no more than whether attributes exist, as
 * a write does that is meant to create, or not to create. Undefined where it asks more.
 */
export function conditionHolds({ text, names }: Expression, item: Item | null): boolean | undefined {
  const parts = text.split(/\sAND\s/i).map((part) => /^\s*attribute_(not_)?exists\s*\(\s*(#?\w+)\s*\)\s*$/.exec(part));
  if (parts.some((part) => !part)) return undefined;
  return parts.every((part) => {
    const [, negated, name = ''] = part ?? [];
    const exists = item?.[names[name] ?? name] !== undefined;
    return negated ? !exists : exists;
  });
}
