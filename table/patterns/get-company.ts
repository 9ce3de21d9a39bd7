import type { AccessPattern } from '../access-pattern';
import { type Company, companyEntity } from '../entities/company';
import { readItem } from '../foundation/read-item';
import { normaliseName } from '../names';
import type { Table } from '../table';

export const getCompanyPattern: AccessPattern = {
  name: 'getCompany',
  summary: 'The company of a name.',
  requests: [{ action: 'GetItem', entity: 'Company', key: 'pk = company#{name} and sk = company#' }],
};

/**
 * The company of that name, read strongly consistently; undefined where there is none.
 *
 * @throws {TableError} `invalid-name`
 */
export async function getCompany(table: Table, name: string): Promise<Company | undefined> {
  return readItem(companyEntity(table), { name: normaliseName(name) });
}
