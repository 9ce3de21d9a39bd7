import { isRecord } from '../../json';
import { type ConditionScope, checkConditionKey } from './condition-keys';
import type { RequestContext } from './context';
import { type Comparison, operators } from './operators';
import { malformed, unsupported } from './refusal';
import { toStrings } from './strings';

/** One operator applied to one key. */
export interface Condition {
  holds: (context: RequestContext) => boolean;
  /** Lower-case names of the context keys that it reads. */
  contextKeys: readonly string[];
}

const operatorName = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Reads a statement's Condition element; all of the conditions have to hold. Throws `malformed-policy` for what is not
 * a condition, `unsupported-policy` for an operator or a key whose effect is not known.
 */
export function parseConditions(
  block: unknown,
  options: { element: string; scope: ConditionScope; variables: boolean },
): Condition[] {
  if (!isRecord(block)) throw malformed(options.element, block, 'It has to be an object of operators.');
  return Object.entries(block).flatMap(([operator, keys]) => {
    const element = `${options.element}.${operator}`;
    if (!isRecord(keys)) throw malformed(element, keys, 'It has to be an object of condition keys.');
    return Object.entries(keys).map(([key, values]) => {
      const named = { ...options, operator, key: key.toLowerCase(), element: `${element}["${key}"]` };
      return parseCondition(toStrings(values, named.element), named);
    });
  });
}

interface ConditionOptions {
  operator: string;
  key: string;
  element: string;
  scope: ConditionScope;
  variables: boolean;
}

function parseCondition(texts: readonly string[], options: ConditionOptions): Condition {
  const [, set, name = '', ifExists] = operatorName.exec(options.operator) ?? [];
  checkConditionKey({ ...options, takesSets: set !== undefined || name === 'Null' });
  if (texts.length === 0) throw malformed(options.element, texts, 'A condition needs a value.');
  if (options.operator === 'Null') return nullCondition(texts, options);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) {
    throw unsupported(
      options.element,
      options.operator,
      `It knows the condition operators Null, ${Object.keys(operators).join(', ')}.`,
    );
  }
  if (set === 'ForAnyValue' && ifExists) {
    // ForAnyValue is false without the key and IfExists is true without it: the guide does not say which one wins.
    throw unsupported(
      options.element,
      options.operator,
      'Say what is meant without the key: leave ForAnyValue or IfExists out.',
    );
  }
  const comparisons = texts.map((text) => operator.parse(text, options));
  const passes = (value: string, context: RequestContext) =>
    comparisons.some((comparison) => comparison.matches(value, context)) !== operator.negated;
  return {
    holds: (context) =>
      holds({ set, absent: operator.negated || ifExists !== undefined, passes, key: options.key }, context),
    contextKeys: [options.key, ...variables(comparisons)],
  };
}

/**
 * Without the key: ForAllValues is true and ForAnyValue false, whatever the operator ("Set operators for multivalued
 * context keys"), and so for a set that holds nothing but an empty string. Without a set operator it is true for a
 * negated operator and with IfExists, else false.
 */
function holds(
  condition: {
    set: string | undefined;
    absent: boolean;
    passes: (value: string, context: RequestContext) => boolean;
    key: string;
  },
  context: RequestContext,
): boolean {
  const values = context.get(condition.key) ?? [];
  if (condition.set === undefined) {
    return values.length === 0 ? condition.absent : values.every((value) => condition.passes(value, context));
  }
  const members = values.filter((value) => value !== '');
  return condition.set === 'ForAllValues'
    ? members.every((value) => condition.passes(value, context))
    : members.some((value) => condition.passes(value, context));
}

/** Null "true" holds where the request lacks the key, Null "false" where it has it. */
function nullCondition(texts: readonly string[], { key, element }: ConditionOptions): Condition {
  const wanted = texts.map((text) => text.toLowerCase());
  if (wanted.some((text) => text !== 'true' && text !== 'false'))
    throw malformed(element, texts, 'Null takes "true" or "false".');
  return {
    holds: (context) => wanted.includes(String((context.get(key) ?? []).length === 0)),
    contextKeys: [key],
  };
}

function variables(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap((comparison) => [...comparison.variables]);
}
