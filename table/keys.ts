import { PARTITION_KEY_BYTES } from './foundation/key-limits';
import { keyTemplate } from './foundation/key-template';

/*
 * The form of every key of the data model, written once; `yarn model` prints them as a table. A part that is in `caseless`
 * is in lower case in every key: e-mail addresses and usernames that differ in the case of their letters are the same.
 */

const lowerCase = (text: string): string => text.toLowerCase();
const caseless = { email: lowerCase };

/** A company is the first item of its partition. */
export const companyKeys = {
  pk: keyTemplate('company#{name}'),
  sk: keyTemplate('company#'),
};

/**
 * The users of a company share its partition, so that they are one Query. `gsi1` answers "who has this e-mail address?":
 * its sort key is the company, since one address may belong to a user in several companies.
 */
export const userKeys = {
  pk: keyTemplate('company#{companyName}'),
  sk: keyTemplate('user#{email}', caseless),
  gsi1pk: keyTemplate('user#{email}', caseless),
  gsi1sk: keyTemplate('company#{companyName}'),
};

/** A guard: DynamoDB keeps primary keys unique and nothing else, so what has to be unique becomes a key of its own. */
export const usernameKeys = {
  pk: keyTemplate('username#{username}', { username: lowerCase }),
  sk: keyTemplate('username#'),
};

/**
 * The relation of a user and a company, in the company's partition: who is a member of it. The one key that two long values
 * can make too long (`key-too-long`): 200 characters of four bytes leave room for an e-mail address of 216.
 */
export const companyMemberKeys = {
  pk: keyTemplate('company#{companyName}'),
  sk: keyTemplate('member#{userCompanyName}#{email}', caseless),
};

/** The same relation in the user's own partition: which companies the user is a member of. */
export const userMembershipKeys = {
  pk: keyTemplate('user#{userCompanyName}#{email}', caseless, PARTITION_KEY_BYTES),
  sk: keyTemplate('company#{companyName}'),
};

/** An invitation of somebody who is not yet a user. */
export const invitationKeys = {
  pk: keyTemplate('company#{companyName}'),
  sk: keyTemplate('invitation#{email}', caseless),
};

/** How many members a company has. */
export const memberCountKeys = {
  pk: keyTemplate('company#{companyName}'),
  sk: keyTemplate('member-count#'),
};

/** A record of the table's stream that has been counted. */
export const countedRecordKeys = {
  pk: keyTemplate('counted#{eventId}'),
  sk: keyTemplate('counted#'),
};
