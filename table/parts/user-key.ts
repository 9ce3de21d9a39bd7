import { TableError } from '../errors';
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

/** The error of a user that has to exist and does not. */
export const noSuchUser = ({ companyName, email }: UserKey, cause?: unknown): TableError =>
  new TableError('no-such-user', `Company ${companyName} has no user ${email}. Create it first.`, { cause });
