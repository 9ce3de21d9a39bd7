import { TableError } from '../errors';
import { PARTITION_KEY_BYTES } from './key-limits';

/** What each attribute of the key in a cursor has to satisfy, by the attribute's name. */
export type CursorShape = Record<string, (value: string) => boolean>;

/**
 * Where a page ended, as an opaque text for the caller to hand back: base64url of the JSON of DynamoDB's
 * LastEvaluatedKey. It is not secret and not signed, so it is checked when it comes back.
 */
export function encodeCursor(lastEvaluatedKey: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(lastEvaluatedKey)).toString('base64url');
}

/**
 * The key in a cursor, for ExclusiveStartKey. It must have exactly the attributes of `shape`, each a string that its
 * check accepts: a cursor can't lead out of the partition that is being read, nor make DynamoDB refuse the request.
 *
 * @throws {TableError} `invalid-cursor`
 */
export function decodeCursor(cursor: string, shape: CursorShape): Record<string, string> {
  const key = parse(cursor);
  if (key && fits(key, shape)) return key;
  throw new TableError(
    'invalid-cursor',
    'The cursor is not one that a page of this list ended with. Give the cursor of the page before as it was, or none.',
  );
}

/** Four key attributes of at most 2048 bytes each, their names, and a third for base64: more is no cursor of ours. */
const CURSOR_CHARACTERS = 4 * PARTITION_KEY_BYTES * 2;

function parse(cursor: string): Record<string, string> | undefined {
  if (cursor.length > CURSOR_CHARACTERS) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return isTextRecord(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((entry) => typeof entry === 'string')
  );
}

function fits(key: Record<string, string>, shape: CursorShape): boolean {
  const names = Object.keys(shape);
  return Object.keys(key).length === names.length && names.every((name) => shape[name]?.(key[name] ?? ''));
}
