import type { AccessPattern } from '../access-pattern';
import { type Company, companyEntity } from '../entities/company';
import { refuseUnknown } from '../foundation/refuse-unknown';
import { withRemovals } from '../foundation/removals';
import { updateItem } from '../foundation/update-item';
import { isVersion, nextVersion, versionMismatch } from '../foundation/versions';
import { normaliseName } from '../names';
import { noSuchCompany } from '../parts/missing';
import { refuseNoChange } from '../parts/refuse-no-change';
import type { Table } from '../table';

export const updateCompanyPattern: AccessPattern = {
  name: 'updateCompany',
  summary: 'Changes a company that is still in the version that was read.',
  requests: [{ action: 'UpdateItem', entity: 'Company', key: 'pk = company#{name} and sk = company#' }],
};

/**
 * Changes a company, if it is still in the version that was read; null removes the description.
 *
 * @throws {TableError} `unknown-attribute`, `no-change`, `invalid-name`, `no-such-company`, `version-mismatch`, `conflict`
 */
export async function updateCompany(
  table: Table,
  name: string,
  changes: { description?: string | null },
  expectedVersion: number,
): Promise<Company> {
  refuseUnknown(changes, ['description']);
  refuseNoChange(changes);
  const key = { name: normaliseName(name) };
  const version = nextVersion(`Company ${key.name}`, expectedVersion);
  const updated = await updateItem(
    companyEntity(table),
    { ...key, ...withRemovals(changes), version },
    isVersion(expectedVersion),
  );
  if ('item' in updated) return updated.item;
  if (!updated.refused) throw noSuchCompany(key.name);
  throw versionMismatch(`Company ${key.name}`, expectedVersion, updated.refused.version);
}
