import type { Operation } from '../operation';

const membership = {
  companyName: 'Globex',
  userCompanyName: 'Acme',
  email: 'ada@example.com',
  joinedAt: '2026-11-26T17:00:00.000Z',
};

export const membershipOperations = {
  'GET /companies/{name}/members': {
    id: 'listMembers',
    tag: 'Memberships',
    summary: 'The users who are members of a company',
    query: ['limit', 'cursor'],
    answers: {
      200: { description: 'A page of memberships.', schema: 'MembershipList', example: { memberships: [membership] } },
    },
    problems: ['no-such-company'],
  },
  'GET /companies/{name}/users/{email}/memberships': {
    id: 'listMemberships',
    tag: 'Memberships',
    summary: 'The companies that a user is a member of',
    query: ['limit', 'cursor'],
    answers: {
      200: { description: 'A page of memberships.', schema: 'MembershipList', example: { memberships: [membership] } },
    },
    problems: ['no-such-user'],
  },
  'PUT /companies/{name}/users/{email}/memberships/{companyName}': {
    id: 'addMembership',
    tag: 'Memberships',
    summary: 'Makes a user a member of a company',
    description:
      'The name of the user’s own company and the e-mail address may have 1016 bytes of UTF-8 together, with three for each # and %.',
    answers: {
      200: { description: 'The membership that there was already.', schema: 'Membership', example: membership },
      201: { description: 'The new membership.', schema: 'Membership', example: membership },
    },
    problems: ['no-such-company', 'no-such-user', 'conflict'],
  },
  'DELETE /companies/{name}/users/{email}/memberships/{companyName}': {
    id: 'removeMembership',
    tag: 'Memberships',
    summary: 'Ends a membership',
    answers: { 204: { description: 'The membership is gone.' } },
    problems: ['no-such-membership', 'conflict'],
  },
} as const satisfies Record<string, Operation>;
