import { PROBLEMS, type ProblemCode } from '../problems';
import type { Operation } from './operation';

/** Every problem that a route can answer: its own, and what any request, a body and a condition bring with them. */
export const problemsOf = ({ body, patch, ifMatch, problems }: Operation): ProblemCode[] => [
  ...problems,
  'invalid-request',
  ...(body || patch ? (['malformed-json', 'body-too-large', 'not-json'] as const) : []),
  ...(ifMatch ? (['version-mismatch'] as const) : []),
  ...(ifMatch === 'required' ? (['precondition-required'] as const) : []),
  'internal-error',
  'throttled',
];

/** The responses of the OpenAPI document for problems, by status. */
export function describeProblems(codes: readonly ProblemCode[]): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => [status, describe(codes.filter((code) => PROBLEMS[code].status === status))]),
  );
}

const describe = (codes: readonly ProblemCode[]): object => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
  ...(codes.includes('throttled') && { headers: { 'Retry-After': RETRY_AFTER } }),
  content: {
    'application/problem+json': {
      schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
    },
  },
});

const RETRY_AFTER = { description: 'Seconds.', required: true, schema: { type: 'integer' } };
