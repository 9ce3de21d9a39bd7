import type { AccessPattern } from '../access-pattern';
import { TableError } from '../errors';
import { compareKeys, type PagedQuery, type PageRequest } from '../foundation/page';
import { userKeys } from '../keys';
import { normaliseName } from '../names';
import { queryUsers, type UserPage } from '../parts/query-users';
import type { Table } from '../table';

export const listUsersPattern: AccessPattern = {
  name: 'listUsers',
  summary: 'The users of a company in the order of their e-mail addresses: all, those with a prefix, or a range.',
  requests: [
    { action: 'Query', entity: 'User', key: 'pk = company#{companyName} and begins_with(sk, user#{prefix})' },
    { action: 'Query', entity: 'User', key: 'pk = company#{companyName} and sk between user#{from} and user#{to}' },
  ],
};

/** Which users of a company to list. */
export interface UserRange extends PageRequest {
  /** What the e-mail address begins with. Default: anything. */
  prefix?: string;
  /** The first e-mail address, or what it begins with; not together with `prefix`. Default: the first of all. */
  from?: string;
  /** The last e-mail address, itself included; not together with `prefix`. Default: the last of all. */
  to?: string;
}

/**
 * The users of a company in the order of their e-mail addresses, a page at a time. The case of letters does not count. A
 * company that does not exist has no users.
 *
 * @throws {TableError} `invalid-name`, `invalid-range`, `invalid-limit`, `invalid-cursor`
 */
export async function listUsers(table: Table, companyName: string, range: UserRange = {}): Promise<UserPage> {
  const partition = userKeys.pk.format({ companyName: normaliseName(companyName) });
  return queryUsers(table, { partition, range: sortKeyRange(range) }, range);
}

function sortKeyRange({ prefix, from, to }: UserRange): PagedQuery['range'] {
  const bounded = from !== undefined || to !== undefined;
  if (!bounded) return { beginsWith: userKeys.sk.prefix({ email: prefix }) };
  if (prefix !== undefined) {
    throw new TableError('invalid-range', 'A list has a prefix, or from and to, not both. Leave one of them out.');
  }
  const between = [from, to ?? LAST].map((email) => userKeys.sk.prefix({ email })) as [string, string];
  if (compareKeys(...between) <= 0) return { between };
  throw new TableError('invalid-range', `The range begins with ${from}, after its end ${to}. Exchange them.`);
}

/** Comes after every e-mail address, which is ASCII. */
const LAST = '\u{10FFFF}';
