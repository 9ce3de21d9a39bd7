import { TableError } from '../errors';
import type { UserKey } from './user-key';

/** The error of a company that has to exist and does not. */
export const noSuchCompany = (name: string, cause?: unknown): TableError =>
  new TableError('no-such-company', `There is no company ${name}. Create it first.`, { cause });

/** The error of a user that has to exist and does not. */
export const noSuchUser = ({ companyName, email }: UserKey, cause?: unknown): TableError =>
  new TableError('no-such-user', `Company ${companyName} has no user ${email}. Create it first.`, { cause });
