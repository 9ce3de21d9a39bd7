import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getCompany } from '../../../table/patterns/get-company';
import { getUser } from '../../../table/patterns/get-user';
import { listUsers } from '../../../table/patterns/list-users';
import { readBody } from '../body';
import { answer, type Endpoint } from '../endpoint';
import { ApiError } from '../errors';
import { readFields } from '../fields';
import { readCompanyName, readEmail, readLimit, readName } from '../values';
import { noSuchCompany } from './companies';

/** POST /companies/{name}/users: 201 and the user. Its address is relative, as a company's is. */
export const postUser: Endpoint = async (event, connectTable) => {
  const body = readBody(event, ['email', 'name']);
  const user = readFields({
    companyName: () => readCompanyName(event.pathParameters?.name),
    email: () => readEmail(body.email),
    name: () => readName(body.name),
  });
  const created = await createUser(await connectTable(), user);
  return answer(201, created, { location: `users/${encodeURIComponent(user.email)}` });
};

/** GET /companies/{name}/users: 200, a page of the company's users, and the cursor of the next where there is more. */
export const getUsersOfCompany: Endpoint = async (event, connectTable) => {
  const { companyName, limit } = readFields({
    companyName: () => readCompanyName(event.pathParameters?.name),
    limit: () => readLimit(event.queryStringParameters?.limit),
  });
  const table = await connectTable();
  const page = await listUsers(table, companyName, { limit, cursor: event.queryStringParameters?.cursor });
  if (page.users.length === 0 && !(await getCompany(table, companyName))) throw noSuchCompany(companyName);
  return answer(200, page);
};

/** GET /companies/{name}/users/{email}: 200 and the user. */
export const getUserOfCompany: Endpoint = async (event, connectTable) => {
  const { companyName, email } = readFields({
    companyName: () => readCompanyName(event.pathParameters?.name),
    email: () => readEmail(event.pathParameters?.email),
  });
  const user = await getUser(await connectTable(), companyName, email);
  if (!user) throw new ApiError(404, 'no-such-user', `Company ${companyName} has no user ${email}.`);
  return answer(200, user);
};

/** GET /users/{email}: 200 and a page of the users with that e-mail address, one for each company that they are in. */
export const getUsersByEmail: Endpoint = async (event, connectTable) => {
  const { email, limit } = readFields({
    email: () => readEmail(event.pathParameters?.email),
    limit: () => readLimit(event.queryStringParameters?.limit),
  });
  const cursor = event.queryStringParameters?.cursor;
  const page = await findUsers(await connectTable(), email, { limit, cursor });
  if (page.users.length === 0 && cursor === undefined) {
    throw new ApiError(404, 'no-such-user', `There is no user ${email}.`);
  }
  return answer(200, page);
};
