import { acceptInvitation } from '../../../table/patterns/accept-invitation';
import { getCompany } from '../../../table/patterns/get-company';
import { inviteUsers } from '../../../table/patterns/invite-users';
import { listInvitations } from '../../../table/patterns/list-invitations';
import { answer, answerCreated } from '../answers';
import { endpoint } from '../endpoint';
import { requireCompany } from '../missing';
import { optional, PAGE, readCompanyName, readEmail, readEmails, readValidity } from '../values';
import { NEW_USER } from './users';

/** POST /companies/{name}/invitations: 200 and the invitations; who was invited before is so anew. */
export const postInvitations = endpoint(
  { path: { name: readCompanyName }, body: { emails: readEmails, validForSeconds: optional(readValidity) } },
  async (table, { path: { name }, body: { emails, validForSeconds } }) =>
    answer(200, { invitations: await inviteUsers(table, name, emails, validForSeconds) }),
);

/** GET /companies/{name}/invitations: 200, a page of the invitations that have not expired, and the next one's cursor. */
export const getInvitationsOfCompany = endpoint(
  { path: { name: readCompanyName }, query: PAGE },
  async (table, { path: { name }, query }) => {
    const page = await listInvitations(table, name, query);
    if (page.invitations.length === 0) requireCompany(await getCompany(table, name), name);
    return answer(200, page);
  },
);

/** POST /companies/{name}/invitations/{email}/acceptance: 201 and the user that came of it. */
export const postAcceptance = endpoint(
  { path: { name: readCompanyName, email: readEmail }, body: NEW_USER },
  async (table, { path: { name: companyName, email }, body }) => {
    const user = await acceptInvitation(table, { companyName, email }, body);
    return answerCreated(user, `../../users/${encodeURIComponent(user.email)}`);
  },
);
