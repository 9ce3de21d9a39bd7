import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { companyMemberEntity } from '../entities/company-member';
import type { Membership } from '../entities/membership';
import { userMembershipEntity } from '../entities/user-membership';
import { transact } from '../foundation/transaction';
import type { Table } from '../table';

/** What identifies a membership, from either side. */
export type MembershipKey = Omit<Membership, 'joinedAt'>;

/** Both items of a membership that is not there yet: parts of one transaction. */
export const putBothSides = (table: Table, membership: Membership) => [
  companyMemberEntity(table)
    .build(PutTransaction)
    .item(membership)
    .options({ condition: { attr: 'joinedAt', exists: false } }),
  userMembershipEntity(table)
    .build(PutTransaction)
    .item(membership)
    .options({ condition: { attr: 'joinedAt', exists: false } }),
];

/**
 * Removes both items of a membership together; false where there is none.
 *
 * @throws {TableError} `conflict`
 */
export async function deleteBothSides(table: Table, key: MembershipKey): Promise<boolean> {
  const refusal = await transact(
    companyMemberEntity(table)
      .build(DeleteTransaction)
      .key(key)
      .options({ condition: { attr: 'joinedAt', exists: true } }),
    userMembershipEntity(table)
      .build(DeleteTransaction)
      .key(key)
      .options({ condition: { attr: 'joinedAt', exists: true } }),
  );
  return refusal === undefined;
}
