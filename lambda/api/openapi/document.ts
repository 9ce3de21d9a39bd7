import type { RouteKey } from '../routes';
import { describeOperation } from './describe-operation';
import type { Operation } from './operation';
import { companyOperations } from './operations/companies';
import { descriptionOperations } from './operations/description';
import { invitationOperations } from './operations/invitations';
import { membershipOperations } from './operations/memberships';
import { userOperations } from './operations/users';
import { SCHEMAS } from './schemas';

/** What there is to say of each route: TypeScript holds it against the routes. */
export const OPERATIONS: Record<RouteKey, Operation> = {
  ...companyOperations,
  ...userOperations,
  ...membershipOperations,
  ...invitationOperations,
  ...descriptionOperations,
};

/** The API in OpenAPI 3.1. */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Groundwork',
    version: '1.0.0',
    description:
      'Companies, their users, memberships and invitations. What has a version is changed with If-Match, so that nobody’s change is lost. Lists come in pages, each with the cursor of the next. Whatever goes wrong is told as problem details (RFC 9457).',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  // Relative to where this document is: the API does not know which path or domain it is under.
  servers: [{ url: '.' }],
  paths: describePaths(),
  components: { schemas: SCHEMAS },
});

function describePaths(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const [routeKey, operation] of Object.entries(OPERATIONS) as [RouteKey, Operation][]) {
    const [method = '', path = ''] = routeKey.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(routeKey, operation) };
  }
  return paths;
}
