import { TableError } from '../../table/errors';
import { normaliseEmail, normaliseName } from '../../table/names';

/** @throws {TableError} `invalid-name`, `invalid-value` */
export const readName = (value: unknown): string => normaliseName(readText(value));

/**
 * A company's name, which is also a part of its address.
 *
 * @throws {TableError} `invalid-name`, `invalid-value`
 */
export const readCompanyName = (value: unknown): string => addressable(readName(value));

/**
 * An e-mail address, which is also a part of its user's address.
 *
 * @throws {TableError} `invalid-email`, `invalid-value`
 */
export const readEmail = (value: unknown): string => addressable(normaliseEmail(readText(value)));

/**
 * The `limit` of a list, of which a query has at most one.
 *
 * @throws {TableError} `invalid-value`
 */
export function readLimit(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new TableError('invalid-value', 'The limit has to be a whole number.');
}

function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TableError('invalid-value', value === undefined ? 'It is missing.' : 'It has to be a text.');
}

/**
 * An HTTP API decodes the path of a request once, before it looks for the route and hands out the path's parameters:
 * `%2F` has become a slash that separates segments, and what follows `%3F` is cut off. Clients resolve the segments `.`
 * and `..` before they send anything. What has such a name could be created, but not be read again.
 */
function addressable(text: string): string {
  if (text !== '.' && text !== '..' && !/[/?]/.test(text)) return text;
  throw new TableError(
    'invalid-value',
    `${JSON.stringify(text)} can't be a part of an address. Leave out slashes and question marks, and the names . and ..`,
  );
}
