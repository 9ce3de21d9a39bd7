import { TableError } from './errors';
import { countCharacters, excerpt } from './foundation/texts';

/**
 * Characters of a name. DynamoDB counts the bytes of a key: a character takes at most four of them there, so a name of this
 * length fits a partition key of 2048 bytes and a sort key of 1024, whichever way it is written.
 */
export const NAME_CHARACTERS = 200;

/** Characters of an e-mail address. RFC 5321, 4.5.3.1.3: a path has at most 256 octets, two of which are its angle brackets. */
export const EMAIL_CHARACTERS = 254;

/** Of an address, what stands before the at sign: RFC 5321, 4.5.3.1.1. */
const LOCAL_PART_CHARACTERS = 64;

/**
 * The name of a company or a user as it is kept: trimmed, and in Unicode's normalisation form C, so that a name that
 * looks the same has the same key.
 *
 * @throws {TableError} `invalid-name`: empty, longer than 200 characters, or with control characters
 */
export function normaliseName(name: string): string {
  const normalised = name.trim().normalize('NFC');
  if (normalised === '') throw new TableError('invalid-name', 'The name is empty. Give one of 1 to 200 characters.');
  const characters = countCharacters(normalised);
  if (characters > NAME_CHARACTERS) {
    throw new TableError(
      'invalid-name',
      `The name ${excerpt(normalised)} has ${characters} characters. Give one of 1 to ${NAME_CHARACTERS}.`,
    );
  }
  if (UNPRINTABLE.test(normalised)) {
    throw new TableError(
      'invalid-name',
      `The name ${excerpt(normalised)} has a control character or half of a surrogate pair. Leave it out.`,
    );
  }
  return normalised;
}

/**
 * An e-mail address as it is kept: trimmed, its letters as they were written. Only its keys are in lower case.
 *
 * @throws {TableError} `invalid-email`
 */
export function normaliseEmail(email: string): string {
  const trimmed = email.trim();
  const fits = trimmed.length <= EMAIL_CHARACTERS && trimmed.indexOf('@') <= LOCAL_PART_CHARACTERS;
  if (fits && EMAIL.test(trimmed)) return trimmed;
  throw new TableError(
    'invalid-email',
    `${excerpt(trimmed)} is not an e-mail address. Give one like name@example.com, of at most ${EMAIL_CHARACTERS} characters.`,
  );
}

/**
 * A username as it is kept: trimmed, its letters as they were written. Only its key is in lower case.
 *
 * @throws {TableError} `invalid-username`
 */
export function normaliseUsername(username: string): string {
  const trimmed = username.trim();
  if (USERNAME.test(trimmed)) return trimmed;
  throw new TableError(
    'invalid-username',
    `${excerpt(trimmed)} is not a username. Give 1 to 40 letters (a to z), digits, or . _ - between them.`,
  );
}

/**
 * A date as it is kept: YYYY-MM-DD, whose order as a text is the order in time.
 *
 * @throws {TableError} `invalid-date`
 */
export function normaliseDate(date: string): string {
  const trimmed = date.trim();
  if (DATE.test(trimmed) && isInCalendar(trimmed)) return trimmed;
  throw new TableError('invalid-date', `${excerpt(trimmed)} is not a date. Give one like 1815-12-10.`);
}

/** Control characters, line and paragraph separators, and halves of surrogate pairs, which UTF-8 can't express. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What a browser takes in an e-mail field: the HTML standard's "valid email address". ASCII only. */
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const EMAIL = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`);

/** It begins and ends with a letter or a digit, so that it is never `.` or `..`, which no address can hold. */
const USERNAME = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/i;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `Date` takes the 30th of February for the 1st or 2nd of March, or for nothing at all. */
function isInCalendar(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
