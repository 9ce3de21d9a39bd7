import { ApiError } from './errors';

/** @throws {ApiError} `no-such-company` where there is none */
export function requireCompany<Company>(company: Company | undefined, name: string): Company {
  if (company) return company;
  throw new ApiError('no-such-company', `There is no company ${name}.`);
}

/** @throws {ApiError} `no-such-user` where there is none */
export function requireUser<User>(user: User | undefined, companyName: string, email: string): User {
  if (user) return user;
  throw new ApiError('no-such-user', `Company ${companyName} has no user ${email}.`);
}
