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
 * does not exist has none. Where a member who was never counted has gone, the count is kept below 0, so that it is right
 * once the missing record is counted; no company has less than no members, so until then 0 is nearer to the truth.
 *
 * @throws {TableError} `invalid-name`
 */
export async function getMemberCount(table: Table, companyName: string): Promise<number> {
  const count = await readItem(memberCountEntity(table), { companyName: normaliseName(companyName) });
  return Math.max(0, count?.members ?? 0);
}
