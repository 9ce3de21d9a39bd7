import { checkVariable } from './condition-keys';
import type { RequestContext } from './context';
import { malformed } from './refusal';

type Part =
  | { kind: 'text'; text: string }
  /** `*`: any characters, or none. */
  | { kind: 'any' }
  /** `?`: exactly one character. */
  | { kind: 'one' }
  | { kind: 'variable'; key: string; fallback: string | undefined };

/** A value of a policy, taken apart into text, wildcards and policy variables. */
export type Pattern = readonly Part[];

/**
 * How wildcards treat the colons of an ARN.
 * - `free`: a colon is a character like others.
 * - `resource`: the Resource element's rule: a wildcard stays within its segment, but a `*` that ends a segment can
 *   reach beyond it (IAM User Guide, "IAM JSON policy elements: Resource"). From the sixth segment on, the resource's
 *   own name, colons are characters like others.
 * - `components`: the ARN operators' rule: each of the six components by itself ("ARN condition operators").
 */
export type ColonRule = 'free' | 'resource' | 'components';

const variable = /\$\{([^}]*)\}/y;
const namedVariable = /^\s*([^\s,']+)\s*(?:,\s*'(.*)')?\s*$/s;

/**
 * Takes a policy's value apart. `variables` only in Version 2012-10-17 and where IAM replaces them; elsewhere `${…}` is
 * text. `wildcards: false` takes `*` and `?` as text. Throws `malformed-policy` for a variable that does not end, and
 * `unsupported-policy` for one whose value the stand-in does not know.
 */
export function parsePattern(
  text: string,
  options: { variables: boolean; wildcards: boolean; element: string },
): Pattern {
  const parts: Part[] = [];
  for (let position = 0; position < text.length; ) {
    const character = text.charAt(position);
    if (options.variables && text.startsWith('${', position)) {
      variable.lastIndex = position;
      const found = variable.exec(text);
      if (!found)
        throw malformed(options.element, text, `A policy variable is written \${name}: its brace is not closed.`);
      parts.push(parseVariable(found[1] ?? '', options.element));
      position = variable.lastIndex;
      continue;
    }
    if (options.wildcards && character === '*') parts.push({ kind: 'any' });
    else if (options.wildcards && character === '?') parts.push({ kind: 'one' });
    else parts.push({ kind: 'text', text: character });
    position += 1;
  }
  return mergeText(parts);
}

/** Lower-case names of the context keys that the pattern's variables read. */
export function variablesOf(pattern: Pattern): string[] {
  return pattern.flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
}

/**
 * A test of whole values against the pattern. A variable's value is text, whatever is in it; where the request has no
 * single value for it and the pattern no default, nothing matches.
 */
export function compilePattern(
  pattern: Pattern,
  options: { colons: ColonRule; ignoreCase?: boolean },
): (value: string, context: RequestContext) => boolean {
  const flags = options.ignoreCase ? 'isu' : 'su';
  if (variablesOf(pattern).length === 0) {
    const expression = new RegExp(toSource(pattern, options.colons), flags);
    return (value) => expression.test(value);
  }
  return (value, context) => {
    const replaced = replaceVariables(pattern, context);
    return replaced !== undefined && new RegExp(toSource(replaced, options.colons), flags).test(value);
  };
}

function parseVariable(inside: string, element: string): Part {
  // ${*}, ${?} and ${$} stand for the characters themselves.
  if (inside === '*' || inside === '?' || inside === '$') return { kind: 'text', text: inside };
  const [, name, fallback] = namedVariable.exec(inside) ?? [];
  if (name === undefined)
    throw malformed(element, `\${${inside}}`, `A policy variable is \${name} or \${name, 'default'}.`);
  const key = name.toLowerCase();
  checkVariable(key, element);
  return { kind: 'variable', key, fallback };
}

function mergeText(parts: readonly Part[]): Pattern {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      merged[merged.length - 1] = { kind: 'text', text: last.text + part.text };
    // Two asterisks say no more than one, and would only make the regular expression slow.
    else if (part.kind !== 'any' || last?.kind !== 'any') merged.push(part);
  }
  return merged;
}

function replaceVariables(pattern: Pattern, context: RequestContext): Pattern | undefined {
  const replaced: Part[] = [];
  for (const part of pattern) {
    if (part.kind !== 'variable') {
      replaced.push(part);
      continue;
    }
    const values = context.get(part.key) ?? [];
    const value = values.length === 1 ? values[0] : part.fallback;
    if (value === undefined) return undefined;
    replaced.push({ kind: 'text', text: value });
  }
  return replaced;
}

function toSource(pattern: Pattern, colons: ColonRule): string {
  let colonsBefore = 0;
  const sources = pattern.map((part, index) => {
    const unbounded = colons === 'free' || colonsBefore >= 5;
    if (part.kind === 'one') return unbounded ? '.' : '[^:]';
    if (part.kind === 'any') {
      const next = pattern[index + 1];
      const endsSegment = next === undefined || (next.kind === 'text' && next.text.startsWith(':'));
      return unbounded || (colons === 'resource' && endsSegment) ? '.*' : '[^:]*';
    }
    const text = part.kind === 'text' ? part.text : '';
    colonsBefore += text.split(':').length - 1;
    return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return `^${sources.join('')}$`;
}
