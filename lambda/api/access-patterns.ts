import type { AccessPattern } from '../../table/access-pattern';
import { createCompanyPattern } from '../../table/patterns/create-company';
import { createUserPattern } from '../../table/patterns/create-user';
import { findUsersPattern } from '../../table/patterns/find-users';
import { getCompanyPattern } from '../../table/patterns/get-company';
import { getUserPattern } from '../../table/patterns/get-user';
import { listUsersPattern } from '../../table/patterns/list-users';

/** The access patterns that the function `api` uses: its role gets the rights that they take. */
export const API_ACCESS_PATTERNS: readonly AccessPattern[] = [
  createCompanyPattern,
  createUserPattern,
  findUsersPattern,
  getCompanyPattern,
  getUserPattern,
  listUsersPattern,
];
