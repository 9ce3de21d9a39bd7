import { addMembership } from '../../../table/patterns/add-membership';
import { getCompany } from '../../../table/patterns/get-company';
import { getUser } from '../../../table/patterns/get-user';
import { listMembers } from '../../../table/patterns/list-members';
import { listMemberships } from '../../../table/patterns/list-memberships';
import { removeMembership } from '../../../table/patterns/remove-membership';
import { answer, answerRemoved } from '../answers';
import { endpoint } from '../endpoint';
import { ApiError } from '../errors';
import { requireCompany, requireUser } from '../missing';
import { PAGE, readCompanyName, readEmail } from '../values';

const membershipPath = { name: readCompanyName, email: readEmail, companyName: readCompanyName };

/** PUT /companies/{name}/users/{email}/memberships/{companyName}: 201 and the membership, 200 where there was one already. */
export const putMembership = endpoint(
  { path: membershipPath },
  async (table, { path: { name, email, companyName } }) => {
    const { membership, created } = await addMembership(table, { companyName, user: { companyName: name, email } });
    return answer(created ? 201 : 200, membership);
  },
);

/** DELETE /companies/{name}/users/{email}/memberships/{companyName}: 204. */
export const deleteMembership = endpoint(
  { path: membershipPath },
  async (table, { path: { name, email, companyName } }) => {
    if (await removeMembership(table, { companyName, user: { companyName: name, email } })) return answerRemoved();
    throw new ApiError('no-such-membership', `User ${email} of ${name} is no member of ${companyName}.`);
  },
);

/** GET /companies/{name}/members: 200, a page of the users who are members of the company, and the next one's cursor. */
export const getMembersOfCompany = endpoint(
  { path: { name: readCompanyName }, query: PAGE },
  async (table, { path: { name }, query }) => {
    const page = await listMembers(table, name, query);
    if (page.memberships.length === 0) requireCompany(await getCompany(table, name), name);
    return answer(200, page);
  },
);

/** GET /companies/{name}/users/{email}/memberships: 200, a page of the user's memberships, and the next one's cursor. */
export const getMembershipsOfUser = endpoint(
  { path: { name: readCompanyName, email: readEmail }, query: PAGE },
  async (table, { path: { name, email }, query }) => {
    const page = await listMemberships(table, { companyName: name, email }, query);
    if (page.memberships.length === 0) requireUser(await getUser(table, name, email), name, email);
    return answer(200, page);
  },
);
