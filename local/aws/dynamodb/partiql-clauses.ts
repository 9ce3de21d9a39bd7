import { closingBracket, is, type Token } from './partiql-tokens';

const keywords = new Set(
  'AND OR NOT IN BETWEEN IS MISSING NULL TRUE FALSE ORDER BY ASC DESC SET REMOVE WHERE SELECT FROM VALUE'.split(' '),
);

/** Top-level attributes that clauses name: no keywords, functions or deeper parts of a document path. */
export function namesIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'name' && token.kind !== 'word') return [];
    const partOfPath = is(tokens[index - 1], '.');
    const isFunction = token.kind === 'word' && is(tokens[index + 1], '(');
    const isKeyword = token.kind === 'word' && keywords.has(token.text.toUpperCase());
    return partOfPath || isFunction || isKeyword ? [] : [token.text];
  });
}

/**
 * Every value of the partition key that a condition can be true for, or nothing where it is not bounded to some. A
 * condition is bounded by equality or IN (Developer Guide, "PartiQL select statements for DynamoDB"): AND by one of its
 * sides, OR by both.
 */
export function partitionKeysOf(condition: readonly Token[], key: string): string[] | undefined {
  const alternatives = splitAt(condition, 'OR');
  if (alternatives.length > 1) {
    const bounds = alternatives.map((alternative) => partitionKeysOf(alternative, key));
    return bounds.some((bound) => bound === undefined) ? undefined : bounds.flatMap((bound) => bound ?? []);
  }
  const parts = splitAt(condition, 'AND');
  if (parts.length > 1) {
    const bounds = parts.map((part) => partitionKeysOf(part, key)).filter((bound) => bound !== undefined);
    return bounds.length === 0 ? undefined : bounds.flat();
  }
  if (is(condition[0], '(') && closingBracket(condition, 0) === condition.length - 1) {
    return partitionKeysOf(condition.slice(1, -1), key);
  }
  return comparedKeys(condition, key);
}

/** The pairs of an INSERT's `{'name': value, …}` at its top level; the value only where it could be a key's. */
export function pairsOf(tokens: readonly Token[]): { name: string; value: string | undefined }[] {
  const pairs: { name: string; value: string | undefined }[] = [];
  for (let index = 1; index < tokens.length; index++) {
    const name = tokens[index];
    if (!is(tokens[index + 1], ':') || name === undefined || !('text' in name)) continue;
    const value = tokens[index + 2];
    pairs.push({ name: name.text, value: value?.kind === 'value' ? value.text : undefined });
    // What a map or a list holds is not at the top level.
    index = value?.kind === 'symbol' ? closingBracket(tokens, index + 2) : index + 2;
  }
  return pairs;
}

function comparedKeys(comparison: readonly Token[], key: string): string[] | undefined {
  const [left, operator, right] = comparison;
  if (is(operator, '=') && comparison.length === 3) {
    if (isName(left, key) && right?.kind === 'value') return [right.text];
    if (isName(right, key) && left?.kind === 'value') return [left.text];
  }
  if (!isName(left, key) || !is(operator, 'IN')) return undefined;
  const list = comparison.slice(3, -1).filter((token) => !is(token, ','));
  return list.every((token) => token.kind === 'value') ? list.map((token) => token.text) : undefined;
}

function isName(token: Token | undefined, text: string): boolean {
  return (token?.kind === 'name' || token?.kind === 'word') && token.text === text;
}

/** Splits at a keyword that stands outside of brackets; the AND of a BETWEEN joins its two bounds and splits nothing. */
function splitAt(tokens: readonly Token[], keyword: 'AND' | 'OR'): Token[][] {
  const parts: Token[][] = [[]];
  let between = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const opens = is(token, '(') || is(token, '[') || is(token, '{');
    const end = opens ? closingBracket(tokens, index) : index;
    if (is(token, 'BETWEEN')) between = true;
    const joins = is(token, 'AND') && between;
    if (joins) between = false;
    if (is(token, keyword) && !joins) parts.push([]);
    else parts.at(-1)?.push(...tokens.slice(index, end + 1));
    index = end;
  }
  return parts;
}
