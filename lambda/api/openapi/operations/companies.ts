import type { Operation } from '../operation';

const acme = { name: 'Acme', description: 'Anvils and more', version: 1 };

export const companyOperations = {
  'POST /companies': {
    id: 'createCompany',
    tag: 'Companies',
    summary: 'Creates a company',
    body: { schema: 'NewCompany', example: { name: 'Acme', description: 'Anvils and more' } },
    answers: {
      201: { description: 'The company.', schema: 'Company', example: acme, versioned: true, location: true },
    },
    problems: ['already-exists'],
  },
  'GET /companies/{name}': {
    id: 'getCompany',
    tag: 'Companies',
    summary: 'A company',
    answers: { 200: { description: 'The company.', schema: 'Company', example: acme, versioned: true } },
    problems: ['no-such-company'],
  },
  'PATCH /companies/{name}': {
    id: 'updateCompany',
    tag: 'Companies',
    summary: 'Changes a company',
    patch: { schema: 'CompanyChanges', example: { description: null } },
    ifMatch: 'required',
    answers: {
      200: {
        description: 'The company now.',
        schema: 'Company',
        example: { name: 'Acme', version: 2 },
        versioned: true,
      },
    },
    problems: ['no-such-company', 'no-change', 'conflict'],
  },
  'GET /companies/{name}/member-count': {
    id: 'getMemberCount',
    tag: 'Memberships',
    summary: 'How many members a company has',
    description: 'It is counted from the stream of the table, and follows the memberships a moment later.',
    answers: {
      200: { description: 'The count.', schema: 'MemberCount', example: { companyName: 'Acme', memberCount: 2 } },
    },
    problems: ['no-such-company'],
  },
} as const satisfies Record<string, Operation>;
