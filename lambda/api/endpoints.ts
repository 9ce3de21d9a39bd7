import type { Endpoint } from './endpoint';
import { getMemberCountOfCompany, getOneCompany, patchCompany, postCompany } from './endpoints/companies';
import { getInvitationsOfCompany, postAcceptance, postInvitations } from './endpoints/invitations';
import { deleteMembership, getMembershipsOfUser, getMembersOfCompany, putMembership } from './endpoints/memberships';
import { getOpenApi } from './endpoints/openapi';
import { deleteUser, getOneUser, patchUser } from './endpoints/user';
import { getUserOfUsername, getUsersOfEmail } from './endpoints/user-lookups';
import { getUsersOfCompany, postUser } from './endpoints/users';
import type { RouteKey } from './routes';

/** What answers each route. */
export const ENDPOINTS: Record<RouteKey, Endpoint> = {
  'POST /companies': postCompany,
  'GET /companies/{name}': getOneCompany,
  'PATCH /companies/{name}': patchCompany,
  'GET /companies/{name}/member-count': getMemberCountOfCompany,
  'GET /companies/{name}/members': getMembersOfCompany,
  'POST /companies/{name}/users': postUser,
  'GET /companies/{name}/users': getUsersOfCompany,
  'GET /companies/{name}/users/{email}': getOneUser,
  'PATCH /companies/{name}/users/{email}': patchUser,
  'DELETE /companies/{name}/users/{email}': deleteUser,
  'GET /companies/{name}/users/{email}/memberships': getMembershipsOfUser,
  'PUT /companies/{name}/users/{email}/memberships/{companyName}': putMembership,
  'DELETE /companies/{name}/users/{email}/memberships/{companyName}': deleteMembership,
  'POST /companies/{name}/invitations': postInvitations,
  'GET /companies/{name}/invitations': getInvitationsOfCompany,
  'POST /companies/{name}/invitations/{email}/acceptance': postAcceptance,
  'GET /users/{email}': getUsersOfEmail,
  'GET /usernames/{username}': getUserOfUsername,
  'GET /openapi.json': getOpenApi,
};
