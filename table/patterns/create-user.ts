import type { AccessPattern } from '../access-pattern';
import type { User } from '../entities/user';
import { type NewUser, putNewUser } from '../parts/new-user';
import type { Table } from '../table';

export const createUserPattern: AccessPattern = {
  name: 'createUser',
  summary: 'Creates a user in a company that exists, with a username that nobody has.',
  requests: [
    {
      action: 'ConditionCheckItem',
      entity: 'Company',
      key: 'pk = company#{companyName} and sk = company#',
      transaction: true,
    },
    { action: 'PutItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}', transaction: true },
    { action: 'PutItem', entity: 'Username', key: 'pk = username#{username} and sk = username#', transaction: true },
  ],
};

/**
 * Creates a user in a company that exists, if it has none with that e-mail address and nobody in the table has that
 * username. One transaction does all checks, so that nothing can change in between.
 *
 * @throws {TableError} `unknown-attribute`, `invalid-name`, `invalid-email`, `invalid-username`, `invalid-date`,
 * `no-such-company`, `already-exists`, `username-taken`, `conflict`
 */
export async function createUser(table: Table, user: NewUser): Promise<User> {
  return putNewUser(table, user);
}
