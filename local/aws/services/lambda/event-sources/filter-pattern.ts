import { isRecord } from '../../../../json';
import { AwsFault } from '../../../protocols/fault';
import { parseRules } from './filter-rules';

/** Whether a record passes a filter. */
export type Filter = (record: unknown) => boolean;

/**
 * Reads one pattern of a filter criteria, a JSON text: an object in which each field is another such object or a list of
 * rules. All fields have to match; a field matches where one of its rules does; `$or` holds alternatives of several
 * fields. Source: AWS Lambda developer guide, "Control which events Lambda sends to your function", Filter rule syntax.
 *
 * Throws InvalidParameterValueException for a pattern that Lambda refuses, and for a rule whose effect is not known here.
 */
export function parseFilterPattern(text: string): Filter {
  if (text.length > LONGEST_PATTERN) throw invalidPattern(text, `it is longer than ${LONGEST_PATTERN} characters`);
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern(text, 'it is no JSON');
  }
  return parseFields(pattern, text);
}

/** CreateEventSourceMapping in the API reference, Filter: Pattern. */
const LONGEST_PATTERN = 4096;

function parseFields(pattern: unknown, text: string): Filter {
  if (!isRecord(pattern)) throw invalidPattern(text, `${JSON.stringify(pattern)} has to be an object of fields`);
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw invalidPattern(text, 'an object in it has no fields');
  const filters = fields.map(([name, value]) =>
    name === '$or' ? parseAlternatives(value, text) : parseField(name, value, text),
  );
  return (record) => filters.every((filter) => filter(record));
}

function parseField(name: string, value: unknown, text: string): Filter {
  const fieldOf = (record: unknown) => (isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined);
  if (Array.isArray(value)) {
    const matches = parseRules(value, (reason) => invalidPattern(text, `${name}: ${reason}`));
    return (record) => matches(fieldOf(record));
  }
  const nested = parseFields(value, text);
  return (record) => nested(fieldOf(record));
}

function parseAlternatives(value: unknown, text: string): Filter {
  if (!Array.isArray(value) || value.length < 2) throw invalidPattern(text, '$or takes a list of at least two objects');
  const alternatives = value.map((alternative) => parseFields(alternative, text));
  return (record) => alternatives.some((filter) => filter(record));
}

function invalidPattern(text: string, reason: string): AwsFault {
  return new AwsFault('InvalidParameterValueException', `Invalid filter pattern definition. (${text}: ${reason})`);
}
