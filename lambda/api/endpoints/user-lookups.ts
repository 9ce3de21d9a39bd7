import { findUsers } from '../../../table/patterns/find-users';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { answer } from '../answers';
import { endpoint } from '../endpoint';
import { ApiError } from '../errors';
import { PAGE, readEmail, readUsername } from '../values';

/** GET /users/{email}: 200 and a page of the users with that e-mail address, one for each company that they are in. */
export const getUsersOfEmail = endpoint(
  { path: { email: readEmail }, query: PAGE },
  async (table, { path: { email }, query }) => {
    const page = await findUsers(table, email, query);
    if (page.users.length > 0 || query.cursor !== undefined) return answer(200, page);
    throw new ApiError('no-such-user', `There is no user ${email}.`);
  },
);

/**
 * GET /usernames/{username}: 200 and the user. Without an entity tag, and so never 304: a username passes from one user to
 * another, and both may be in the same version.
 */
export const getUserOfUsername = endpoint(
  { path: { username: readUsername } },
  async (table, { path: { username } }) => {
    const user = await getUserByUsername(table, username);
    if (user) return answer(200, user);
    throw new ApiError('no-such-user', `There is no user with the username ${username}.`);
  },
);
