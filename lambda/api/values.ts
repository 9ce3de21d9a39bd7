import { TableError } from '../../table/errors';
import { HIGHEST_LIMIT } from '../../table/foundation/page-limits';
import { countCharacters, excerpt } from '../../table/foundation/texts';
import { EMAIL_CHARACTERS, normaliseDate, normaliseEmail, normaliseName, normaliseUsername } from '../../table/names';
import { LONGEST_VALIDITY } from '../../table/parts/invitation-validity';
import { DESCRIPTION_CHARACTERS, HIGHEST_EMAILS } from './limits';

/** The readers of a list's page: its length, and where it goes on. */
export const PAGE = { limit: optional(readLimit), cursor: optional(readText) };

/** A field that may be missing: undefined then. */
export function optional<Value>(read: (value: unknown) => Value): (value: unknown) => Value | undefined {
  return (value) => (value === undefined ? undefined : read(value));
}

/** A field of a merge patch that null removes. */
export function removable<Value>(read: (value: unknown) => Value): (value: unknown) => Value | null {
  return (value) => (value === null ? null : read(value));
}

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

/** @throws {TableError} `invalid-username`, `invalid-value` */
export const readUsername = (value: unknown): string => normaliseUsername(readText(value));

/** @throws {TableError} `invalid-date`, `invalid-value` */
export const readDate = (value: unknown): string => normaliseDate(readText(value));

/**
 * What an e-mail address begins with, or is compared to. None is longer, and a key has no room for much more.
 *
 * @throws {TableError} `invalid-value`
 */
export const readEmailPart = (value: unknown): string => readShortText(value, EMAIL_CHARACTERS);

/** @throws {TableError} `invalid-value` */
export function readDescription(value: unknown): string {
  const text = readShortText(value, DESCRIPTION_CHARACTERS);
  // UTF-8, in which DynamoDB keeps a text, can't express it.
  if (/\p{Cs}/u.test(text)) throw new TableError('invalid-value', 'It has half of a surrogate pair. Leave it out.');
  return text;
}

/**
 * E-mail addresses in a query: separated with commas, which no address holds, or given several times, which API Gateway
 * joins with commas.
 *
 * @throws {TableError} `invalid-value`, with what is wrong with each
 */
export const readEmailList = (value: unknown): string[] => readEmails(readText(value).split(','));

/** @throws {TableError} `invalid-value`, with what is wrong with each e-mail address */
export function readEmails(given: unknown): string[] {
  if (!Array.isArray(given)) throw new TableError('invalid-value', 'It has to be a list of e-mail addresses.');
  if (given.length < 1 || given.length > HIGHEST_EMAILS) {
    throw new TableError('invalid-value', `It has ${given.length} e-mail addresses. Give 1 to ${HIGHEST_EMAILS}.`);
  }
  const reasons = given.map(reasonAgainstEmail).filter((reason) => reason !== undefined);
  if (reasons.length > 0) throw new TableError('invalid-value', reasons.join(' '));
  return given.map(readEmail);
}

/**
 * How long an invitation is valid, in seconds.
 *
 * @throws {TableError} `invalid-value`
 */
export function readValidity(value: unknown): number {
  const seconds = Number.isInteger(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= LONGEST_VALIDITY) return seconds;
  throw new TableError('invalid-value', `It has to be a whole number of seconds from 1 to ${LONGEST_VALIDITY}.`);
}

/** @throws {TableError} `invalid-value` */
function readText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TableError('invalid-value', value === undefined ? 'It is missing.' : 'It has to be a text.');
}

/** @throws {TableError} `invalid-value` */
function readShortText(value: unknown, most: number): string {
  const text = readText(value);
  const characters = countCharacters(text);
  if (characters <= most) return text;
  throw new TableError('invalid-value', `It has ${characters} characters. Give at most ${most}.`);
}

/** @throws {TableError} `invalid-value` */
function readLimit(value: unknown): number {
  const text = readText(value);
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= HIGHEST_LIMIT) return limit;
  throw new TableError('invalid-value', `${excerpt(text)} is not a whole number from 1 to ${HIGHEST_LIMIT}.`);
}

function reasonAgainstEmail(value: unknown): string | undefined {
  try {
    readEmail(value);
    return undefined;
  } catch (error) {
    if (error instanceof TableError) return error.message;
    throw error;
  }
}

/**
 * An HTTP API decodes the path of a request twice before it looks for the route and hands out the path's parameters, as was
 * seen and is not documented: `%2F` has become a slash that separates segments, what follows `%3F` is cut off, and what
 * follows `%25` is taken for an escape and the request refused where it is none. Clients resolve the segments `.` and `..`
 * before they send anything. What has such a name could be created, but not be read again.
 */
function addressable(text: string): string {
  if (text !== '.' && text !== '..' && !/[/?%]/.test(text)) return text;
  throw new TableError(
    'invalid-value',
    `${JSON.stringify(text)} can't be a part of an address. Leave out slashes, question marks and percent signs, and the names . and ..`,
  );
}
