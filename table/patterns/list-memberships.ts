import type { AccessPattern } from '../access-pattern';
import { userMembershipEntity } from '../entities/user-membership';
import { type PageRequest, readPage } from '../foundation/page';
import { userMembershipKeys } from '../keys';
import type { MembershipPage } from '../parts/membership-page';
import { normaliseUserKey, type UserKey } from '../parts/user-key';
import type { Table } from '../table';

export const listMembershipsPattern: AccessPattern = {
  name: 'listMemberships',
  summary: 'The companies that a user is a member of.',
  requests: [
    {
      action: 'Query',
      entity: 'UserMembership',
      key: 'pk = user#{userCompanyName}#{email} and begins_with(sk, company#)',
    },
  ],
};

/**
 * The memberships of a user in the order of the companies, a page at a time.
 *
 * @throws {TableError} `invalid-name`, `invalid-email`, `invalid-limit`, `invalid-cursor`
 */
export async function listMemberships(table: Table, user: UserKey, page: PageRequest = {}): Promise<MembershipPage> {
  const { companyName: userCompanyName, email } = normaliseUserKey(user);
  const partition = userMembershipKeys.pk.format({ userCompanyName, email });
  const query = { partition, range: { beginsWith: userMembershipKeys.sk.prefix() } };
  const { items: memberships, ...rest } = await readPage(table, userMembershipEntity(table), query, page);
  return { memberships, ...rest };
}
