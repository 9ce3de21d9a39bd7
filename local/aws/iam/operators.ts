import { BlockList, isIP } from 'node:net';
import type { RequestContext } from './context';
import { type ColonRule, compilePattern, parsePattern, variablesOf } from './pattern';
import { malformed } from './refusal';

/** One value of a condition, ready to be compared with a value of the request. */
export interface Comparison {
  matches: (value: string, context: RequestContext) => boolean;
  /** Lower-case names of the context keys that its policy variables read. */
  variables: readonly string[];
}

/** A condition operator without its set prefix and its IfExists. */
interface Operator {
  /** A negated operator holds where none of the values matches, and also where the request lacks the key. */
  negated: boolean;
  /** Takes a value of the policy. Throws `malformed-policy` for one that is not of the operator's type. */
  parse: (text: string, options: { variables: boolean; element: string }) => Comparison;
}

type Parse = Operator['parse'];

/**
 * The operators by name, from IAM User Guide, "IAM JSON policy elements: Condition operators". Null is not among them,
 * because it asks for the key and not for its value. BinaryEquals is missing: no key here is binary.
 */
export const operators: Readonly<Record<string, Operator>> = {
  ...pair('StringEquals', 'StringNotEquals', text({ wildcards: false })),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', text({ wildcards: false, ignoreCase: true })),
  ...pair('StringLike', 'StringNotLike', text({ wildcards: true })),
  // ArnEquals and ArnLike behave identically, says the guide; both take wildcards.
  ...pair('ArnEquals', 'ArnNotEquals', arn),
  ...pair('ArnLike', 'ArnNotLike', arn),
  ...pair(
    'NumericEquals',
    'NumericNotEquals',
    ordered(toNumber, (value, bound) => value === bound),
  ),
  ...one(
    'NumericLessThan',
    ordered(toNumber, (value, bound) => value < bound),
  ),
  ...one(
    'NumericLessThanEquals',
    ordered(toNumber, (value, bound) => value <= bound),
  ),
  ...one(
    'NumericGreaterThan',
    ordered(toNumber, (value, bound) => value > bound),
  ),
  ...one(
    'NumericGreaterThanEquals',
    ordered(toNumber, (value, bound) => value >= bound),
  ),
  ...pair(
    'DateEquals',
    'DateNotEquals',
    ordered(toTime, (value, bound) => value === bound),
  ),
  ...one(
    'DateLessThan',
    ordered(toTime, (value, bound) => value < bound),
  ),
  ...one(
    'DateLessThanEquals',
    ordered(toTime, (value, bound) => value <= bound),
  ),
  ...one(
    'DateGreaterThan',
    ordered(toTime, (value, bound) => value > bound),
  ),
  ...one(
    'DateGreaterThanEquals',
    ordered(toTime, (value, bound) => value >= bound),
  ),
  ...one(
    'Bool',
    ordered(toBoolean, (value, bound) => value === bound),
  ),
  ...pair('IpAddress', 'NotIpAddress', addressRange),
};

function pair(name: string, negatedName: string, parse: Parse): Record<string, Operator> {
  return { [name]: { negated: false, parse }, [negatedName]: { negated: true, parse } };
}

function one(name: string, parse: Parse): Record<string, Operator> {
  return { [name]: { negated: false, parse } };
}

function text(kind: { wildcards: boolean; ignoreCase?: boolean }): Parse {
  return (value, options) => compareWith(value, { ...options, ...kind, colons: 'free' });
}

function arn(value: string, options: { variables: boolean; element: string }): Comparison {
  const startsWithVariable = options.variables && value.startsWith('${');
  if (!startsWithVariable && !/^arn:([^:]*:){4}./s.test(value)) {
    throw malformed(
      options.element,
      value,
      'An ARN has six components: arn:partition:service:region:account:resource.',
    );
  }
  return compareWith(value, { ...options, wildcards: true, colons: 'components' });
}

function compareWith(
  value: string,
  options: { variables: boolean; element: string; wildcards: boolean; ignoreCase?: boolean; colons: ColonRule },
): Comparison {
  const pattern = parsePattern(value, options);
  return { matches: compilePattern(pattern, options), variables: variablesOf(pattern) };
}

/** Values that are compared by their meaning. A request's value that has none matches nothing. */
function ordered<Value>(
  read: (text: string) => Value | undefined,
  compare: (value: Value, bound: Value) => boolean,
): Parse {
  return (boundText, { element }) => {
    const bound = read(boundText);
    if (bound === undefined)
      throw malformed(element, boundText, 'The operator compares numbers, dates or true and false; this is none.');
    return {
      matches: (valueText) => {
        const value = read(valueText);
        return value !== undefined && compare(value, bound);
      },
      variables: [],
    };
  };
}

function toNumber(value: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** ISO 8601 as W3C has it, with a time zone where it has a time, or seconds since 1970. In milliseconds. */
function toTime(value: string): number | undefined {
  if (/^\d{5,}$/.test(value)) return Number(value) * 1000;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function toBoolean(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}

function addressRange(range: string, { element }: { element: string }): Comparison {
  const [address = '', prefix] = range.split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const length = prefix === undefined ? longest : Number(prefix);
  if (version === 0 || !/^\d+$/.test(prefix ?? '0') || length > longest) {
    throw malformed(element, range, 'An IP address range is written 203.0.113.0/24 or 2001:db8::/32.');
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const addresses = new BlockList();
  addresses.addSubnet(address, length, family);
  return { matches: (value) => isIP(value) === version && addresses.check(value, family), variables: [] };
}
