/**
 * The route keys of the HTTP API, in API Gateway's own form. Pure data: the stack makes the API's routes of it, the
 * router finds the endpoint by it.
 *
 * `$default` is taken where no other fits, and leads to the function as well: it answers HEAD as it does GET, and a wrong
 * method on a known path with 405 and the methods that the path takes, where API Gateway itself would answer 404.
 */
export const API_ROUTES = [
  'POST /companies',
  'GET /companies/{name}',
  'PATCH /companies/{name}',
  'GET /companies/{name}/member-count',
  'GET /companies/{name}/members',
  'POST /companies/{name}/users',
  'GET /companies/{name}/users',
  'GET /companies/{name}/users/{email}',
  'PATCH /companies/{name}/users/{email}',
  'DELETE /companies/{name}/users/{email}',
  'GET /companies/{name}/users/{email}/memberships',
  'PUT /companies/{name}/users/{email}/memberships/{companyName}',
  'DELETE /companies/{name}/users/{email}/memberships/{companyName}',
  'POST /companies/{name}/invitations',
  'GET /companies/{name}/invitations',
  'POST /companies/{name}/invitations/{email}/acceptance',
  'GET /users/{email}',
  'GET /usernames/{username}',
  'GET /openapi.json',
  '$default',
] as const;

/** A route that has an endpoint. */
export type RouteKey = Exclude<(typeof API_ROUTES)[number], '$default'>;
