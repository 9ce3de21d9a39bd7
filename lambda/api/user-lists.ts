import { type FieldProblem, invalidRequest } from './errors';

/** The ways to ask for users of a company, each with the parameters that it takes: only one at a time. */
const WAYS = {
  emails: ['emails'],
  prefix: ['prefix'],
  range: ['from', 'to'],
  born: ['bornFrom', 'bornTo'],
} as const;

/** How users of a company are asked for, `all` where no parameter says it. */
export type Way = keyof typeof WAYS | 'all';

/**
 * The one way that a query asks for.
 *
 * @throws {ApiError} `invalid-request`: there are parameters of two ways
 */
export function chooseWay(query: Record<string, unknown>): Way {
  const ways = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => givenOf(query, WAYS[way]).length > 0);
  const [way = 'all', ...others] = ways;
  const excluded = [
    ...others.flatMap((other) => givenOf(query, WAYS[other])),
    ...(way === 'emails' ? givenOf(query, ['limit', 'cursor']) : []),
  ];
  if (excluded.length === 0) return way;
  const [chosen = ''] = way === 'all' ? [] : givenOf(query, WAYS[way]);
  throw invalidRequest(excluded.map((field) => problemOf(field, chosen)));
}

const givenOf = (query: Record<string, unknown>, names: readonly string[]): string[] =>
  names.filter((name) => query[name] !== undefined);

const problemOf = (field: string, chosen: string): FieldProblem => ({
  in: 'query',
  field,
  reason: `It can't be given together with ${chosen}. Leave one of them out.`,
});
