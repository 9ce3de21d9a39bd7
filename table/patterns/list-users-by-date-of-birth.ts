import type { AccessPattern } from '../access-pattern';
import { TableError } from '../errors';
import type { PagedQuery, PageRequest } from '../foundation/page';
import { userKeys } from '../keys';
import { normaliseDate, normaliseName } from '../names';
import { queryUsers, type UserPage } from '../parts/query-users';
import type { Table } from '../table';

export const listUsersByDateOfBirthPattern: AccessPattern = {
  name: 'listUsersByDateOfBirth',
  summary: 'The users of a company in the order of their dates of birth: all that have one, or a range.',
  requests: [
    { action: 'Query', entity: 'User', index: 'usersByDateOfBirth', key: 'pk = company#{companyName}' },
    {
      action: 'Query',
      entity: 'User',
      index: 'usersByDateOfBirth',
      key: 'pk = company#{companyName} and dateOfBirth between {from} and {to}',
    },
  ],
};

/** Which users of a company to list, by their dates of birth. */
export interface DateRange extends PageRequest {
  /** YYYY-MM-DD, itself included. Default: the first of all. */
  from?: string;
  /** YYYY-MM-DD, itself included. Default: the last of all. */
  to?: string;
}

/**
 * The users of a company in the order of their dates of birth, a page at a time. Who has none is not among them. A user
 * enters the index a moment after being created (a global secondary index is eventually consistent).
 *
 * @throws {TableError} `invalid-name`, `invalid-date`, `invalid-range`, `invalid-limit`, `invalid-cursor`
 */
export async function listUsersByDateOfBirth(
  table: Table,
  companyName: string,
  range: DateRange = {},
): Promise<UserPage> {
  const partition = userKeys.pk.format({ companyName: normaliseName(companyName) });
  return queryUsers(table, { index: 'usersByDateOfBirth', partition, range: dateRange(range) }, range);
}

function dateRange({ from, to }: DateRange): PagedQuery['range'] {
  if (from === undefined && to === undefined) return undefined;
  const between: [string, string] = [normaliseDate(from ?? FIRST), normaliseDate(to ?? LAST)];
  if (between[0] <= between[1]) return { between };
  throw new TableError('invalid-range', `The range begins on ${from}, after its end on ${to}. Exchange them.`);
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';
