import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { TableError } from '../../table/errors';
import { ApiError } from './errors';

/** The entity tag of what has a version. */
export const etagOf = ({ version }: { version: number }): string => `"${version}"`;

/**
 * The one entity tag in an If-Match header, undefined for `*`, which any version meets.
 *
 * @throws {TableError} `invalid-value`: it is no entity tag, or several
 */
export function readIfMatch(header: string): string | undefined {
  if (header.trim() === '*') return undefined;
  const [tag, ...others] = entityTags(header);
  if (tag !== undefined && others.length === 0) return tag;
  const fault = header.trim() === '' ? 'It is empty.' : `${header} is not one entity tag.`;
  throw new TableError('invalid-value', `${fault} Give the ETag as it was read, like "3".`);
}

/**
 * The version whose tag this is.
 *
 * @throws {ApiError} `version-mismatch`: of none that there can be
 */
export function versionOf(tag: string): number {
  const [, version] = VERSION_TAG.exec(tag) ?? [];
  if (version !== undefined) return Number(version);
  throw new ApiError('version-mismatch', `${reasonAgainst(tag)} Send the ETag as it was read, like "3".`);
}

const reasonAgainst = (tag: string): string =>
  tag.startsWith('W/')
    ? `If-Match names ${tag}, a weak tag, and needs a strong one: a weak one never matches (RFC 9110, 13.1.1).`
    : `If-Match names ${tag}, which is the tag of no version.`;

/** Answers 304 in place of 200 where the caller has this version already: an If-None-Match header names it. */
export function unlessKnown(
  answer: APIGatewayProxyStructuredResultV2,
  ifNoneMatch: string | undefined,
): APIGatewayProxyStructuredResultV2 {
  const etag = answer.headers?.etag;
  if (answer.statusCode !== 200 || typeof etag !== 'string' || ifNoneMatch === undefined) return answer;
  const known = ifNoneMatch.trim() === '*' || entityTags(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
  return known ? { statusCode: 304, headers: { etag } } : answer;
}

/** A list of entity tags, empty where it is not well-formed: RFC 9110, 8.8.3. */
function entityTags(header: string): string[] {
  return ENTITY_TAGS.test(header) ? [...header.matchAll(ENTITY_TAG)].map(([tag]) => tag) : [];
}

const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
const ENTITY_TAGS = new RegExp(`^\\s*${ENTITY_TAG.source}(?:\\s*,\\s*${ENTITY_TAG.source})*\\s*$`);

/** A version that a number can hold exactly. */
const VERSION_TAG = /^"([1-9]\d{0,14})"$/;
