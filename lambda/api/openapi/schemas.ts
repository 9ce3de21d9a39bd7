import { EMAIL_CHARACTERS, NAME_CHARACTERS } from '../../../table/names';
import { LONGEST_VALIDITY } from '../../../table/parts/invitation-validity';
import { DESCRIPTION_CHARACTERS, HIGHEST_EMAILS } from '../limits';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const NAME = 'Kept without spaces around it and in Unicode’s normalisation form C. It has no control characters.';
const EMAILS = { type: 'array', items: ref('Email'), minItems: 1, maxItems: HIGHEST_EMAILS };
const DESCRIPTION = { type: 'string', maxLength: DESCRIPTION_CHARACTERS };
const CURSOR = { type: 'string', description: 'Where the next page begins. Without it, this page is the last.' };
const NEW_USER = { name: ref('Name'), username: ref('Username'), dateOfBirth: ref('Date') };

const object = (properties: Record<string, object>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
});

/** A body that may hold nothing else. */
const closed = (properties: Record<string, object>, required: readonly string[]) => ({
  ...object(properties, required),
  additionalProperties: false,
});

/** The schemas of the OpenAPI document, in JSON Schema 2020-12. */
export const SCHEMAS = {
  Name: { type: 'string', description: NAME, minLength: 1, maxLength: NAME_CHARACTERS },
  AddressableName: {
    type: 'string',
    description: `A name that can be a part of an address. ${NAME}`,
    minLength: 1,
    maxLength: NAME_CHARACTERS,
    pattern: '^[^/?%]+$',
    not: { enum: ['.', '..'] },
  },
  Email: { type: 'string', format: 'email', maxLength: EMAIL_CHARACTERS, pattern: '^[^/?%]+$' },
  Username: { type: 'string', pattern: '^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?$' },
  Date: { type: 'string', format: 'date' },
  Version: { type: 'integer', minimum: 1, description: 'Grows with each change. In quotes, it is the ETag.' },
  Company: object({ name: ref('AddressableName'), description: DESCRIPTION, version: ref('Version') }, [
    'name',
    'version',
  ]),
  NewCompany: closed({ name: ref('AddressableName'), description: DESCRIPTION }, ['name']),
  CompanyChanges: closed({ description: { type: ['string', 'null'], maxLength: DESCRIPTION_CHARACTERS } }, []),
  MemberCount: object({ companyName: ref('AddressableName'), memberCount: { type: 'integer', minimum: 0 } }, [
    'companyName',
    'memberCount',
  ]),
  User: object({ companyName: ref('AddressableName'), email: ref('Email'), ...NEW_USER, version: ref('Version') }, [
    'companyName',
    'email',
    'name',
    'version',
  ]),
  NewUser: closed({ email: ref('Email'), ...NEW_USER }, ['email', 'name']),
  InvitedUser: closed(NEW_USER, ['name']),
  UserChanges: closed(
    {
      name: ref('Name'),
      username: { anyOf: [ref('Username'), { type: 'null' }] },
      dateOfBirth: { anyOf: [ref('Date'), { type: 'null' }] },
    },
    [],
  ),
  UserList: object(
    {
      users: { type: 'array', items: ref('User') },
      cursor: CURSOR,
      missing: { type: 'array', items: ref('Email'), description: 'Of `emails`, those that no user has.' },
    },
    ['users'],
  ),
  Membership: object(
    {
      companyName: ref('AddressableName'),
      userCompanyName: ref('AddressableName'),
      email: ref('Email'),
      joinedAt: { type: 'string', format: 'date-time' },
    },
    ['companyName', 'userCompanyName', 'email', 'joinedAt'],
  ),
  MembershipList: object({ memberships: { type: 'array', items: ref('Membership') }, cursor: CURSOR }, ['memberships']),
  Invitation: object(
    {
      companyName: ref('AddressableName'),
      email: ref('Email'),
      expiresAt: { type: 'integer', description: 'Seconds since 1970.' },
    },
    ['companyName', 'email', 'expiresAt'],
  ),
  NewInvitations: closed(
    { emails: EMAILS, validForSeconds: { type: 'integer', minimum: 1, maximum: LONGEST_VALIDITY } },
    ['emails'],
  ),
  InvitationList: object({ invitations: { type: 'array', items: ref('Invitation') }, cursor: CURSOR }, ['invitations']),
  Problem: object(
    {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string' },
      errors: { type: 'array', items: ref('FieldProblem') },
      requestId: { type: 'string' },
    },
    ['type', 'title', 'status', 'detail', 'code'],
  ),
  FieldProblem: object(
    {
      in: { enum: ['path', 'query', 'header', 'body'] },
      field: { type: 'string' },
      reason: { type: 'string' },
    },
    ['in', 'field', 'reason'],
  ),
  OpenApi: object({ openapi: { type: 'string' } }, ['openapi']),
} as const;

export type SchemaName = keyof typeof SCHEMAS;
