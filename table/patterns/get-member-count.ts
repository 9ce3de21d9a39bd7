import type { AccessPattern } from '../access-pattern';
import { memberCountEntity } from '../entities/member-count';
import { readItem } from '../foundation/read-item';
import { normaliseName } from '../names';
import type { Table } from '../table';

export const getMemberCountPattern: AccessPattern = {
  name: 'getMemberCount',
  summary: 'How many members a company has.',
  requests: [{ action: 'GetItem', entity: 'MemberCount', key: 'pk = company#{companyName} and sk = member-count#' }],
};

/**
 * How many members a company has: as many as the function membership-counter has counted, a moment behind. A company that
 * does not exist has none.
 *
 * @throws {TableError} `invalid-name`
 */
export async function getMemberCount(table: Table, companyName: string): Promise<number> {
  const count = await readItem(memberCountEntity(table), { companyName: normaliseName(companyName) });
  return count?.members ?? 0;
}
