import type { AccessPattern } from '../access-pattern';
import { normaliseName } from '../names';
import { deleteBothSides } from '../parts/membership-writes';
import { normaliseUserKey, type UserKey } from '../parts/user-key';
import type { Table } from '../table';

export const removeMembershipPattern: AccessPattern = {
  name: 'removeMembership',
  summary: 'Ends the membership of a user in a company: both sides of the relation, or none.',
  requests: [
    {
      action: 'DeleteItem',
      entity: 'CompanyMember',
      key: 'pk = company#{companyName} and sk = member#{userCompanyName}#{email}',
      transaction: true,
    },
    {
      action: 'DeleteItem',
      entity: 'UserMembership',
      key: 'pk = user#{userCompanyName}#{email} and sk = company#{companyName}',
      transaction: true,
    },
  ],
};

/**
 * Ends the membership of a user in a company.
 *
 * @returns false where the user was no member
 * @throws {TableError} `invalid-name`, `invalid-email`, `key-too-long`, `conflict`
 */
export async function removeMembership(
  table: Table,
  { companyName, user }: { companyName: string; user: UserKey },
): Promise<boolean> {
  const { companyName: userCompanyName, email } = normaliseUserKey(user);
  return deleteBothSides(table, { companyName: normaliseName(companyName), userCompanyName, email });
}
