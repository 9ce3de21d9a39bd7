import type { Operation } from '../operation';

const ada = {
  companyName: 'Acme',
  email: 'ada@example.com',
  name: 'Ada',
  username: 'ada',
  dateOfBirth: '1815-12-10',
  version: 1,
};
const { companyName: _company, version: _version, ...newAda } = ada;
const { username: _username, ...renamedAda } = { ...ada, name: 'Ada Lovelace', version: 2 };

export const userOperations = {
  'POST /companies/{name}/users': {
    id: 'createUser',
    tag: 'Users',
    summary: 'Creates a user in a company',
    body: { schema: 'NewUser', example: newAda },
    answers: { 201: { description: 'The user.', schema: 'User', example: ada, versioned: true, location: true } },
    problems: ['no-such-company', 'already-exists', 'username-taken', 'conflict'],
  },
  'GET /companies/{name}/users': {
    id: 'listUsers',
    tag: 'Users',
    summary: 'The users of a company',
    description:
      'In the order of their e-mail addresses, chosen by a prefix or a range of these; or in the order of their birth; or those with the e-mail addresses that are given.',
    query: ['prefix', 'from', 'to', 'bornFrom', 'bornTo', 'emails', 'limit', 'cursor'],
    answers: { 200: { description: 'A page of users.', schema: 'UserList', example: { users: [ada] } } },
    problems: ['no-such-company'],
  },
  'GET /companies/{name}/users/{email}': {
    id: 'getUser',
    tag: 'Users',
    summary: 'A user of a company',
    answers: { 200: { description: 'The user.', schema: 'User', example: ada, versioned: true } },
    problems: ['no-such-user'],
  },
  'PATCH /companies/{name}/users/{email}': {
    id: 'updateUser',
    tag: 'Users',
    summary: 'Changes a user',
    patch: { schema: 'UserChanges', example: { name: 'Ada Lovelace', username: null } },
    ifMatch: 'required',
    answers: { 200: { description: 'The user now.', schema: 'User', example: renamedAda, versioned: true } },
    problems: ['no-such-user', 'username-taken', 'no-change', 'conflict'],
  },
  'DELETE /companies/{name}/users/{email}': {
    id: 'removeUser',
    tag: 'Users',
    summary: 'Removes a user, its username and its memberships',
    ifMatch: 'optional',
    answers: { 204: { description: 'The user is gone.' } },
    problems: ['no-such-user', 'conflict'],
  },
  'GET /users/{email}': {
    id: 'findUsers',
    tag: 'Users',
    summary: 'The users with an e-mail address, in whichever company',
    description: 'A user is found so a moment after it was created.',
    query: ['limit', 'cursor'],
    answers: { 200: { description: 'A page of users.', schema: 'UserList', example: { users: [ada] } } },
    problems: ['no-such-user'],
  },
  'GET /usernames/{username}': {
    id: 'getUserByUsername',
    tag: 'Users',
    summary: 'The user with a username',
    description:
      'The answer has no ETag, since a username passes from one user to another. For a change of the user, the `version` in quotes is its ETag.',
    answers: { 200: { description: 'The user.', schema: 'User', example: ada } },
    problems: ['no-such-user'],
  },
} as const satisfies Record<string, Operation>;
