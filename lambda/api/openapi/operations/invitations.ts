import type { Operation } from '../operation';

const invitation = { companyName: 'Acme', email: 'bob@example.com', expiresAt: 1796294400 };
const bob = { companyName: 'Acme', email: 'bob@example.com', name: 'Bob', version: 1 };

export const invitationOperations = {
  'POST /companies/{name}/invitations': {
    id: 'inviteUsers',
    tag: 'Invitations',
    summary: 'Invites people to a company by their e-mail addresses',
    description: 'Who was invited before is invited anew.',
    body: { schema: 'NewInvitations', example: { emails: ['bob@example.com'], validForSeconds: 86400 } },
    answers: {
      200: { description: 'The invitations.', schema: 'InvitationList', example: { invitations: [invitation] } },
    },
    problems: ['no-such-company'],
  },
  'GET /companies/{name}/invitations': {
    id: 'listInvitations',
    tag: 'Invitations',
    summary: 'The invitations to a company that have not expired',
    query: ['limit', 'cursor'],
    answers: {
      200: { description: 'A page of invitations.', schema: 'InvitationList', example: { invitations: [invitation] } },
    },
    problems: ['no-such-company'],
  },
  'POST /companies/{name}/invitations/{email}/acceptance': {
    id: 'acceptInvitation',
    tag: 'Invitations',
    summary: 'Accepts an invitation: the invited becomes a user of the company',
    body: { schema: 'InvitedUser', example: { name: 'Bob' } },
    answers: { 201: { description: 'The user.', schema: 'User', example: bob, versioned: true, location: true } },
    problems: ['no-such-company', 'no-such-invitation', 'already-exists', 'username-taken', 'conflict'],
  },
} as const satisfies Record<string, Operation>;
