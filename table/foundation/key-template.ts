import { TableError } from '../errors';
import { SORT_KEY_BYTES } from './key-limits';

/** The names in the braces of a template. */
export type PartOf<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PartOf<Rest>
  : never;

/** The form of one key attribute. */
export interface KeyTemplate<Template extends string = string> {
  /** As it was declared, e.g. `member#{userCompanyName}#{email}`. */
  readonly template: Template;
  /** The names in its braces, in their order. */
  readonly parts: readonly PartOf<Template>[];
  /**
   * The key with these values in it.
   *
   * @throws {TableError} `incomplete-key` where one of the parts is missing, empty or no text; `key-too-long` where DynamoDB
   * would refuse it
   */
  format(values: Readonly<Record<PartOf<Template>, string>>): string;
  /**
   * What all keys with the first of the parts begin with: all up to the first part that is not given. The part that is
   * given last may be the beginning of its value.
   */
  prefix(values?: Partial<Readonly<Record<PartOf<Template>, string>>>): string;
  /** Whether a text could be a key of this form. */
  fits(text: string): boolean;
}

/** How a part is written in keys where that is not as it is, e.g. in lower case, for keys that ignore the case. */
export type PartForms<Template extends string> = Partial<Record<PartOf<Template>, (value: string) => string>>;

/**
 * A key as one declaration, e.g. `keyTemplate('company#{companyName}')`.
 *
 * `#` separates the parts of a key, so inside a part it is written as `%23`, and for that to be unambiguous `%` as `%25`:
 * two different values never make the same key, and no value can pass for a key of another form.
 *
 * @param maximumBytes of UTF-8. Default: those of a sort key, which fit a partition key too
 */
export function keyTemplate<Template extends string>(
  template: Template,
  forms: PartForms<Template> = {},
  maximumBytes = SORT_KEY_BYTES,
): KeyTemplate<Template> {
  // The separator has a group: what stands between the braces is every second piece.
  const pieces = template.split(/\{(\w+)\}/);
  const parts = pieces.filter((_piece, index) => isPart(index)) as PartOf<Template>[];
  const write = (length: number, values: Partial<Record<string, string>>) =>
    pieces
      .slice(0, length)
      .map((piece, index) => (isPart(index) ? writePart(values[piece] ?? '', forms[piece as PartOf<Template>]) : piece))
      .join('');
  return {
    template,
    parts,
    format: (values) => {
      const missing = parts.filter((part) => typeof values[part] !== 'string' || values[part] === '');
      if (missing.length > 0) throw incompleteKey(template, missing);
      const key = write(pieces.length, values);
      if (Buffer.byteLength(key) > maximumBytes) throw keyTooLong(template, Buffer.byteLength(key), maximumBytes);
      return key;
    },
    prefix: (values = {}) => {
      const given = parts.findIndex((part) => values[part] === undefined);
      return write(given === -1 ? pieces.length : 2 * given + 1, values);
    },
    fits: (text) => formOf(pieces).test(text),
  };
}

const isPart = (index: number): boolean => index % 2 === 1;

const writePart = (value: string, form = (text: string) => text): string =>
  form(value).replaceAll('%', '%25').replaceAll('#', '%23');

/** No part is empty, and none has a separator in it. */
const formOf = (pieces: string[]): RegExp =>
  new RegExp(
    `^${pieces.map((piece, index) => (isPart(index) ? '[^#]+' : piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))).join('')}$`,
    'su',
  );

function incompleteKey(template: string, missing: string[]): TableError {
  return new TableError(
    'incomplete-key',
    `The key ${template} can't be made without ${missing.join(' and ')}. Give all of its parts, or none where it is the key of an index.`,
  );
}

function keyTooLong(template: string, bytes: number, maximumBytes: number): TableError {
  return new TableError(
    'key-too-long',
    `The key ${template} has ${bytes} bytes of UTF-8 with these values, and DynamoDB takes ${maximumBytes}. Give shorter ones; # and % take three bytes each.`,
  );
}
