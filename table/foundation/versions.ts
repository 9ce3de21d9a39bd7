import { TableError } from '../errors';
import type { Upgrade } from './entity-model';

/** Upgrades an item from before there were versions: it counts as the first. */
export const withVersion: Upgrade = (item) => ({ version: FIRST_VERSION, ...item });

type InVersion = { attr: 'version'; eq: number };
type WithoutVersion = { attr: 'version'; exists: false };

/** The condition that an item is still in the version that its change was thought out for. */
export function isVersion(expected: number): InVersion | { or: [InVersion, WithoutVersion] } {
  const inVersion: InVersion = { attr: 'version', eq: expected };
  return expected === FIRST_VERSION ? { or: [inVersion, { attr: 'version', exists: false }] } : inVersion;
}

/**
 * The version that follows the expected one.
 *
 * @throws {TableError} `version-mismatch`: no item is in a version that is no whole number from 1
 */
export function nextVersion(what: string, expected: number): number {
  if (Number.isSafeInteger(expected) && expected >= FIRST_VERSION) return expected + 1;
  throw new TableError(
    'version-mismatch',
    `${what} never was in version ${expected}: versions are whole numbers from 1. Give the one that was read.`,
  );
}

/**
 * The error of an item in another version.
 *
 * @param found the version it has, where that is known
 */
export function versionMismatch(what: string, expected: number, found?: number, cause?: unknown): TableError {
  const state =
    found === undefined ? `is not in version ${expected} any more` : `is in version ${found}, not ${expected}`;
  return new TableError('version-mismatch', `${what} ${state}. Read it again and repeat the change.`, { cause });
}

const FIRST_VERSION = 1;
