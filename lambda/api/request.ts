import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TableError } from '../../table/errors';
import { readBody } from './body';
import { ApiError, type FieldProblem, invalidRequest } from './errors';
import { readIfMatch, versionOf } from './etag';
import { MERGE_PATCH_TYPE } from './limits';

/** Makes a value of what a request holds, which is undefined where it is missing; throws a TableError where it can't. */
type Reader = (value: unknown) => unknown;
type Readers = Record<string, Reader>;

/** What a route takes. A query of which nothing is named here has to be empty; such a body is not read. */
export interface RequestShape {
  /** The parameters in the path. */
  path?: Readers;
  /** The parameters in the query, each a text. */
  query?: Readers;
  /** The fields of a JSON object. */
  body?: Readers;
  /** The fields of a JSON merge patch: only those that are there are read, null among their values. */
  patch?: Readers;
  /** Whether the request has to name, or may name, the version that it is about, by an If-Match header. */
  ifMatch?: 'required' | 'optional';
}

/** A request of that shape, as it was read. */
export interface RequestOf<Shape extends RequestShape> {
  path: ValuesOf<Shape['path']>;
  query: ValuesOf<Shape['query']>;
  body: ValuesOf<Shape['body']>;
  patch: Partial<ValuesOf<Shape['patch']>>;
  /** Undefined where none is named. */
  expectedVersion: Shape['ifMatch'] extends 'required' ? number : number | undefined;
}

type ValuesOf<Given> = Given extends Readers ? { [Name in keyof Given]: ReturnType<Given[Name]> } : object;

/**
 * Reads a request. What is wrong with it is named together, whatever part it is in: who sends three wrong fields hears of
 * all three at once.
 *
 * @throws {ApiError} `precondition-required`, those of `readBody`, `invalid-request`, `version-mismatch`
 */
export function readRequest<Shape extends RequestShape>(event: APIGatewayProxyEventV2, shape: Shape): RequestOf<Shape> {
  const ifMatch = event.headers['if-match'];
  if (shape.ifMatch === 'required') requireVersion(ifMatch);
  const query = event.queryStringParameters ?? {};
  const body = shape.body ? readBody(event, 'application/json') : {};
  const patch = shape.patch ? readBody(event, MERGE_PATCH_TYPE) : {};
  const problems = [
    ...unknownFields('query', query, shape.query),
    ...unknownFields('body', body, shape.body),
    ...unknownFields('body', patch, shape.patch),
  ];
  const request = {
    path: readFields('path', event.pathParameters ?? {}, shape.path, problems),
    query: readFields('query', query, shape.query, problems),
    body: readFields('body', body, shape.body, problems),
    patch: readFields('body', patch, presentFields(patch, shape.patch), problems),
  };
  const headers = { 'If-Match': shape.ifMatch && ifMatch };
  const { 'If-Match': tag } = readFields('header', headers, HEADERS, problems);
  if (problems.length > 0) throw invalidRequest(problems);
  const expectedVersion = typeof tag === 'string' ? versionOf(tag) : undefined;
  return { ...request, expectedVersion } as RequestOf<Shape>;
}

function requireVersion(ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.trim() !== '*') return;
  throw new ApiError(
    'precondition-required',
    'Say which version is to be changed, so that nobody else’s change is lost: send the ETag that was read, as If-Match.',
  );
}

function unknownFields(place: FieldProblem['in'], given: object, readers: Readers = {}): FieldProblem[] {
  const known = Object.keys(readers);
  const remedy = known.length > 0 ? `Send ${known.join(', ')}.` : 'Leave it out.';
  return Object.keys(given)
    .filter((field) => !known.includes(field))
    .map((field) => ({ in: place, field, reason: `It is not known here. ${remedy}` }));
}

/** Adds to `problems` what can't be read. */
function readFields(
  place: FieldProblem['in'],
  given: Record<string, unknown>,
  readers: Readers = {},
  problems: FieldProblem[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [field, read] of Object.entries(readers)) {
    try {
      values[field] = read(given[field]);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      problems.push({ in: place, field, reason: error.message });
    }
  }
  return values;
}

const presentFields = (given: object, readers: Readers = {}): Readers =>
  Object.fromEntries(Object.entries(readers).filter(([field]) => Object.hasOwn(given, field)));

const HEADERS: Readers = {
  'If-Match': (value) => (typeof value === 'string' ? readIfMatch(value) : undefined),
};
