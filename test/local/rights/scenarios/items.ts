import { randomUUID } from 'node:crypto';
import type { Company } from '../../../../table/entities/company';
import type { User } from '../../../../table/entities/user';
import type { NewUser } from '../../../../table/parts/new-user';
import { createCompany } from '../../../../table/patterns/create-company';
import { createUser } from '../../../../table/patterns/create-user';
import type { Table } from '../../../../table/table';

/** A name that nothing else in the table has. */
export const newName = (): string => `n-${randomUUID()}`;

export const newCompany = (owner: Table): Promise<Company> => createCompany(owner, { name: newName() });

/** A user of a company of its own. */
export async function newUser(owner: Table, attributes: Partial<NewUser> = {}): Promise<User> {
  const { name: companyName } = await newCompany(owner);
  return createUser(owner, { companyName, email: `${newName()}@example.com`, name: 'Ada Lovelace', ...attributes });
}
