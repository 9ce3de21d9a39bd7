import { DEFAULT_LIMIT, HIGHEST_LIMIT } from '../../../table/foundation/page-limits';
import { EMAIL_CHARACTERS } from '../../../table/names';
import { HIGHEST_EMAILS } from '../limits';

/** The parameters in paths, by name. */
export const PATH_PARAMETERS = {
  name: { description: 'Name of the company.', schema: { $ref: '#/components/schemas/AddressableName' } },
  email: {
    description: 'E-mail address of the user, in any case of letters.',
    schema: { $ref: '#/components/schemas/Email' },
  },
  companyName: {
    description: 'Name of the company that the user is a member of.',
    schema: { $ref: '#/components/schemas/AddressableName' },
  },
  username: { description: 'Username of the user.', schema: { $ref: '#/components/schemas/Username' } },
} as const;

const EMAIL_PART = { type: 'string', maxLength: EMAIL_CHARACTERS };

/** The parameters in queries, by name. */
export const QUERY_PARAMETERS = {
  limit: {
    description: 'At most so many in a page.',
    schema: { type: 'integer', minimum: 1, maximum: HIGHEST_LIMIT, default: DEFAULT_LIMIT },
  },
  cursor: { description: 'The cursor of the page before.', schema: { type: 'string' } },
  prefix: {
    description: 'Only users whose e-mail address begins so. Not together with another way to choose users.',
    schema: EMAIL_PART,
    example: 'ada',
  },
  from: {
    description: 'Only users whose e-mail address is this one or comes after it. Together with `to` alone.',
    schema: EMAIL_PART,
    example: 'a',
  },
  to: {
    description: 'Only users whose e-mail address is this one or comes before it. Together with `from` alone.',
    schema: EMAIL_PART,
    example: 'm',
  },
  bornFrom: {
    description:
      'Only users who were born on this day or after it, in the order of their birth. Together with `bornTo` alone.',
    schema: { $ref: '#/components/schemas/Date' },
    example: '1815-01-01',
  },
  bornTo: {
    description:
      'Only users who were born on this day or before it, in the order of their birth. Together with `bornFrom` alone.',
    schema: { $ref: '#/components/schemas/Date' },
    example: '1815-12-31',
  },
  emails: {
    description:
      'Only the users with these e-mail addresses, in this order; the answer names those that no user has. Without pages.',
    schema: { type: 'array', items: { $ref: '#/components/schemas/Email' }, minItems: 1, maxItems: HIGHEST_EMAILS },
    style: 'form',
    explode: false,
    example: ['ada@example.com', 'bob@example.com'],
  },
} as const;

export type QueryParameter = keyof typeof QUERY_PARAMETERS;
