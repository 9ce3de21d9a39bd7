import { normaliseEmail, normaliseName } from '../names';

/** What identifies a user: the company that it belongs to, and the e-mail address there. */
export interface UserKey {
  companyName: string;
  email: string;
}

/** @throws {TableError} `invalid-name`, `invalid-email` */
export const normaliseUserKey = ({ companyName, email }: UserKey): UserKey => ({
  companyName: normaliseName(companyName),
  email: normaliseEmail(email),
});

/** A user as a message names it. */
export const describeUser = ({ companyName, email }: UserKey): string => `User ${email} of company ${companyName}`;
