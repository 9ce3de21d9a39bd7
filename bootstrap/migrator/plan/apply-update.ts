import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Expression } from './expression';
import type { Item } from './plain-item';

/**
 * The item as an update expression would leave it. Undefined where that is not certain: with paths into maps and lists,
 * numbers beyond what JavaScript computes exactly, or what DynamoDB might refuse.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 *
 * @param before null where there is no such item: an update creates it, with its key
 */
export function applyUpdate(expression: Expression, key: Item, before: Item | null): Item | undefined {
  try {
    const current = before ?? key;
    // All clauses see the item as it was before the first of them.
    return sectionsOf(expression.text).reduce<Item>(
      (item, [keyword, clauses]) => applySection(keyword, item, { ...expression, current, tokens: tokenise(clauses) }),
      { ...current },
    );
  } catch (error) {
    if (error instanceof Uncertain) return undefined;
    throw error;
  }
}

class Uncertain extends Error {}

function uncertain(): never {
  throw new Uncertain();
}

interface Section {
  names: Record<string, string>;
  values: Item;
  current: Item;
  /** What is still to be read. */
  tokens: string[];
}

function sectionsOf(text: string): [keyword: string, clauses: string][] {
  const [before, ...parts] = text.split(/(?<![#:\w])(SET|REMOVE|ADD|DELETE)\s/i);
  if (before?.trim() || parts.length === 0) uncertain();
  return parts.flatMap((part, index) => (index % 2 === 0 ? [[part.toUpperCase(), parts[index + 1] ?? '']] : []));
}

/** Names, placeholders and signs. Of paths, which have dots and brackets, nothing is known here. */
function tokenise(clauses: string): string[] {
  const tokens = clauses.match(/[#:]?\w+|[(),=+-]/g) ?? [];
  return tokens.join('') === clauses.replace(/\s/g, '') ? tokens : uncertain();
}

function applySection(keyword: string, item: Item, section: Section): Item {
  let changed = item;
  do {
    const name = attributeName(section);
    const value = newValue(keyword, name, section);
    const { [name]: _replaced, ...others } = changed;
    changed = value ? { ...others, [name]: value } : others;
  } while (take(section, ','));
  return section.tokens.length === 0 ? changed : uncertain();
}

/** The attribute's new value, undefined where it is removed. */
function newValue(keyword: string, name: string, section: Section): AttributeValue | undefined {
  if (keyword === 'REMOVE') return undefined;
  if (keyword === 'SET') return take(section, '=') ? operation(section) : uncertain();
  const value = section.values[section.tokens.shift() ?? ''] ?? uncertain();
  const existing = section.current[name];
  if (keyword === 'DELETE') return existing && removeMembers(existing, value);
  if (value.N !== undefined) return add(existing ?? { N: '0' }, value, 1);
  return existing ? addMembers(existing, value) : value;
}

function operation(section: Section): AttributeValue {
  const left = operand(section);
  if (take(section, '+')) return add(left, operand(section), 1);
  return take(section, '-') ? add(left, operand(section), -1) : left;
}

function operand(section: Section): AttributeValue {
  const [token = '', next] = section.tokens;
  if (next === '(') return call(section);
  if (!token.startsWith(':')) return section.current[attributeName(section)] ?? uncertain();
  section.tokens.shift();
  return section.values[token] ?? uncertain();
}

function call(section: Section): AttributeValue {
  const name = section.tokens.shift();
  section.tokens.shift();
  const value = name === 'if_not_exists' ? ifNotExists(section) : listAppend(name, section);
  return take(section, ')') ? value : uncertain();
}

function ifNotExists(section: Section): AttributeValue {
  const existing = section.current[attributeName(section)];
  if (!take(section, ',')) uncertain();
  const otherwise = operand(section);
  return existing ?? otherwise;
}

function listAppend(name: string | undefined, section: Section): AttributeValue {
  if (name !== 'list_append') uncertain();
  const first = operand(section).L ?? uncertain();
  if (!take(section, ',')) uncertain();
  return { L: [...first, ...(operand(section).L ?? uncertain())] };
}

function attributeName({ tokens, names }: Section): string {
  const token = tokens.shift() ?? uncertain();
  if (token.startsWith('#')) return names[token] ?? uncertain();
  return /^[A-Za-z]\w*$/.test(token) ? token : uncertain();
}

function take({ tokens }: Section, token: string): boolean {
  if (tokens[0] !== token) return false;
  tokens.shift();
  return true;
}

function add(left: AttributeValue, right: AttributeValue, sign: 1 | -1): AttributeValue {
  const [first, second] = [Number(left.N), Number(right.N)];
  const sum = first + sign * second;
  // DynamoDB computes with 38 decimal digits: whole numbers within JavaScript's safe range come out the same.
  return [first, second, sum].every(Number.isSafeInteger) ? { N: String(sum) } : uncertain();
}

/** Sets of strings; those of numbers could hold one number in two ways of writing. */
const addMembers = (existing: AttributeValue, added: AttributeValue): AttributeValue => ({
  SS: [...new Set([...(existing.SS ?? uncertain()), ...(added.SS ?? uncertain())])],
});

/** A set that loses its last member is removed. */
function removeMembers(existing: AttributeValue, removed: AttributeValue): AttributeValue | undefined {
  const gone = new Set(removed.SS ?? uncertain());
  const left = (existing.SS ?? uncertain()).filter((member) => !gone.has(member));
  return left.length > 0 ? { SS: left } : undefined;
}
