import { getUser } from '../../../table/patterns/get-user';
import { removeUser } from '../../../table/patterns/remove-user';
import { updateUser } from '../../../table/patterns/update-user';
import { answerRemoved, answerVersion } from '../answers';
import { endpoint } from '../endpoint';
import { requireUser } from '../missing';
import { readCompanyName, readDate, readEmail, readName, readUsername, removable } from '../values';

const path = { name: readCompanyName, email: readEmail };

/** GET /companies/{name}/users/{email}: 200 and the user. */
export const getOneUser = endpoint({ path }, async (table, { path: { name, email } }) =>
  answerVersion(requireUser(await getUser(table, name, email), name, email)),
);

/** PATCH /companies/{name}/users/{email}: 200 and the user as it is now. */
export const patchUser = endpoint(
  {
    path,
    patch: { name: readName, username: removable(readUsername), dateOfBirth: removable(readDate) },
    ifMatch: 'required',
  },
  async (table, { path: { name: companyName, email }, patch, expectedVersion }) =>
    answerVersion(await updateUser(table, { companyName, email }, patch, expectedVersion)),
);

/** DELETE /companies/{name}/users/{email}: 204; the user’s username and memberships go with it. */
export const deleteUser = endpoint(
  { path, ifMatch: 'optional' },
  async (table, { path: { name: companyName, email }, expectedVersion }) => {
    const removed = await removeUser(table, { companyName, email }, expectedVersion);
    requireUser(removed || undefined, companyName, email);
    return answerRemoved();
  },
);
