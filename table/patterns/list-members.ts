import type { AccessPattern } from '../access-pattern';
import { companyMemberEntity } from '../entities/company-member';
import { type PageRequest, readPage } from '../foundation/page';
import { companyMemberKeys } from '../keys';
import { normaliseName } from '../names';
import type { MembershipPage } from '../parts/membership-page';
import type { Table } from '../table';

export const listMembersPattern: AccessPattern = {
  name: 'listMembers',
  summary: 'The members of a company.',
  requests: [
    { action: 'Query', entity: 'CompanyMember', key: 'pk = company#{companyName} and begins_with(sk, member#)' },
  ],
};

/**
 * The members of a company in the order of their own companies and e-mail addresses, a page at a time.
 *
 * @throws {TableError} `invalid-name`, `invalid-limit`, `invalid-cursor`
 */
export async function listMembers(table: Table, companyName: string, page: PageRequest = {}): Promise<MembershipPage> {
  const partition = companyMemberKeys.pk.format({ companyName: normaliseName(companyName) });
  const query = { partition, range: { beginsWith: companyMemberKeys.sk.prefix() } };
  const { items: memberships, ...rest } = await readPage(table, companyMemberEntity(table), query, page);
  return { memberships, ...rest };
}
