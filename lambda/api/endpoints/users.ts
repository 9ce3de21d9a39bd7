import { createUser } from '../../../table/patterns/create-user';
import { getCompany } from '../../../table/patterns/get-company';
import { getUsers } from '../../../table/patterns/get-users';
import { listUsers } from '../../../table/patterns/list-users';
import { listUsersByDateOfBirth } from '../../../table/patterns/list-users-by-date-of-birth';
import type { Table } from '../../../table/table';
import { answer, answerCreated } from '../answers';
import { blameRange } from '../blame-range';
import { endpoint } from '../endpoint';
import { requireCompany } from '../missing';
import type { RequestOf } from '../request';
import { chooseWay } from '../user-lists';
import {
  optional,
  PAGE,
  readCompanyName,
  readDate,
  readEmail,
  readEmailList,
  readEmailPart,
  readName,
  readUsername,
} from '../values';

/** What a new user tells of itself besides its e-mail address. */
export const NEW_USER = { name: readName, username: optional(readUsername), dateOfBirth: optional(readDate) };

/** POST /companies/{name}/users: 201 and the user. */
export const postUser = endpoint(
  { path: { name: readCompanyName }, body: { email: readEmail, ...NEW_USER } },
  async (table, { path: { name: companyName }, body }) => {
    const user = await createUser(table, { companyName, ...body });
    return answerCreated(user, `users/${encodeURIComponent(user.email)}`);
  },
);

const usersOfCompany = {
  path: { name: readCompanyName },
  query: {
    prefix: optional(readEmailPart),
    from: optional(readEmailPart),
    to: optional(readEmailPart),
    bornFrom: optional(readDate),
    bornTo: optional(readDate),
    emails: optional(readEmailList),
    ...PAGE,
  },
};

/**
 * GET /companies/{name}/users: 200, a page of the company's users, and the cursor of the next where there is more. With
 * `emails`, the users with these addresses in their order, and the addresses that no user has.
 */
export const getUsersOfCompany = endpoint(usersOfCompany, async (table, request) => {
  const found = await readUsers(table, request);
  if (found.users.length === 0) {
    const { name } = request.path;
    requireCompany(await getCompany(table, name), name);
  }
  return answer(200, found);
});

async function readUsers(table: Table, { path: { name }, query }: RequestOf<typeof usersOfCompany>) {
  const { prefix, from, to, bornFrom, bornTo, emails, ...page } = query;
  switch (chooseWay(query)) {
    case 'emails':
      return readUsersWith(table, name, emails ?? []);
    case 'born':
      return blameRange({ in: 'query', field: 'bornTo' }, () =>
        listUsersByDateOfBirth(table, name, { from: bornFrom, to: bornTo, ...page }),
      );
    default:
      return blameRange({ in: 'query', field: 'to' }, () => listUsers(table, name, { prefix, from, to, ...page }));
  }
}

async function readUsersWith(table: Table, companyName: string, emails: string[]) {
  const found = await getUsers(
    table,
    emails.map((email) => ({ companyName, email })),
  );
  return {
    users: found.filter((user) => user !== undefined),
    missing: emails.filter((_email, index) => found[index] === undefined),
  };
}
