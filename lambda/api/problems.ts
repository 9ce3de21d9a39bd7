/**
 * Every problem that the API answers with, by its `code`. Pure data: the answer takes its status and title from it, the
 * OpenAPI document its list of what a route can answer. The title says what kind of problem it is, the answer's `detail`
 * what was wrong this time.
 */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not a JSON object' },
  'invalid-request': { status: 400, title: 'The request has fields that are not valid' },
  'no-change': { status: 400, title: 'The patch changes nothing' },
  'no-such-route': { status: 404, title: 'There is nothing at this address' },
  'no-such-company': { status: 404, title: 'There is no such company' },
  'no-such-user': { status: 404, title: 'There is no such user' },
  'no-such-membership': { status: 404, title: 'There is no such membership' },
  'no-such-invitation': { status: 404, title: 'There is no such invitation' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'already-exists': { status: 409, title: 'It exists already' },
  'username-taken': { status: 409, title: 'The username is taken' },
  'version-mismatch': { status: 412, title: 'It is not in the version that If-Match names' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body is not declared as JSON' },
  'precondition-required': { status: 428, title: 'The version that is to be changed is not named' },
  'internal-error': { status: 500, title: 'Internal server error' },
  conflict: { status: 503, title: 'Others are changing the same' },
  throttled: { status: 503, title: 'The table has too much to do' },
} as const;

/** What a problem is called in an answer's `code`. */
export type ProblemCode = keyof typeof PROBLEMS;

/** A problem's `type` (RFC 9457, 3.1.1): a name, and no address that a client should follow. */
export const problemType = (code: ProblemCode): string => `urn:problem-type:groundwork:${code}`;
