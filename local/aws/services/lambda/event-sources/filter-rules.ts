import { isRecord } from '../../../../json';

/** Whether a field's value passes; undefined stands for a field that the record does not have. */
type Rule = (value: unknown) => boolean;

type Refuse = (reason: string) => Error;

/**
 * Reads the rules of one field: a value that passes one of them passes. Only a leaf does (a text, a number, true, false or
 * null), or a list with such a leaf. Throws what `refuse` makes of the reason.
 */
export function parseRules(rules: readonly unknown[], refuse: Refuse): Rule {
  if (rules.length === 0) throw refuse('its list of rules is empty');
  const parsed = rules.map((rule) => parseRule(rule, refuse));
  return (value) => parsed.some((passes) => passes(value));
}

function parseRule(rule: unknown, refuse: Refuse): Rule {
  if (isLeaf(rule)) return ofLeaves((leaf) => leaf === rule);
  const [[operator, operand] = ['', undefined], ...others]: [string, unknown][] = isRecord(rule)
    ? Object.entries(rule)
    : [];
  const parse = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (parse && others.length === 0) return parse(operand, refuse);
  throw refuse(
    `${JSON.stringify(rule)} is no rule: it is a text, a number, true, false, null, or an object with one of ${Object.keys(operators).join(', ')}`,
  );
}

const operators: Record<string, (operand: unknown, refuse: Refuse) => Rule> = {
  prefix: (operand, refuse) => ofTexts(operand, refuse, (text, prefix) => text.startsWith(prefix)),
  suffix: (operand, refuse) => ofTexts(operand, refuse, (text, suffix) => text.endsWith(suffix)),
  'equals-ignore-case': (operand, refuse) =>
    ofTexts(operand, refuse, (text, other) => text.toLowerCase() === other.toLowerCase()),
  'anything-but': parseAnythingBut,
  numeric: parseNumeric,
  exists: (operand, refuse) => {
    if (typeof operand !== 'boolean') throw refuse('exists takes true or false');
    // Lambda looks at leaves only: an object does not count as a field that exists.
    return (value) => leavesOf(value).length > 0 === operand;
  },
};

function parseAnythingBut(operand: unknown, refuse: Refuse): Rule {
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
  if (excluded.length === 0 || !excluded.every(isScalar)) {
    throw refuse(
      'anything-but takes a text, a number or a list of these; the local stand-in for AWS knows no other form',
    );
  }
  return ofLeaves((leaf) => !excluded.includes(leaf));
}

const comparisons: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `["=", 1]`, or one or two comparisons that make a range: `[">", 0, "<=", 5]`. */
function parseNumeric(operand: unknown, refuse: Refuse): Rule {
  const words: unknown[] = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [comparison, limit] = words.slice(index, index + 2);
    const isKnown = typeof comparison === 'string' && Object.hasOwn(comparisons, comparison);
    const compare = isKnown ? comparisons[comparison] : undefined;
    if (!compare || typeof limit !== 'number') throw refuse(`numeric does not take ${JSON.stringify(operand)}`);
    tests.push((value) => compare(value, limit));
  }
  if (tests.length === 0 || tests.length > 2)
    throw refuse('numeric takes one or two comparisons, as [">", 0, "<=", 5]');
  return ofLeaves((leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf)));
}

function ofTexts(operand: unknown, refuse: Refuse, test: (text: string, operand: string) => boolean): Rule {
  if (typeof operand !== 'string' || operand === '') throw refuse('prefix, suffix and equals-ignore-case take a text');
  return ofLeaves((leaf) => typeof leaf === 'string' && test(leaf, operand));
}

function ofLeaves(test: (leaf: unknown) => boolean): Rule {
  return (value) => leavesOf(value).some(test);
}

function leavesOf(value: unknown): unknown[] {
  return (Array.isArray(value) ? value : [value]).filter(isLeaf);
}

function isLeaf(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
