import type { UserPage } from '../../../../table/parts/query-users';
import { createCompany } from '../../../../table/patterns/create-company';
import { createUser } from '../../../../table/patterns/create-user';
import type { Table } from '../../../../table/table';

/** Creates a company with users of these e-mail addresses. */
export async function createCompanyWith(table: Table, name: string, ...emails: string[]): Promise<void> {
  await createCompany(table, { name });
  for (const email of emails) await createUser(table, { companyName: name, email, name: 'A user' });
}

/** The companies and e-mail addresses of each page, until there is no cursor any more. */
export async function allPages(read: (cursor?: string) => Promise<UserPage>): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    pages.push(page.users.map(({ companyName, email }) => `${companyName}: ${email}`));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}
