import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { AccessPattern } from '../access-pattern';
import { type Company, companyEntity } from '../entities/company';
import { TableError } from '../errors';
import { refuseUnknown, withKnownAttributes } from '../foundation/refuse-unknown';
import { retryConflicts } from '../foundation/transaction';
import { normaliseName } from '../names';
import type { Table } from '../table';

export const createCompanyPattern: AccessPattern = {
  name: 'createCompany',
  summary: 'Creates a company, if there is none of that name.',
  requests: [{ action: 'PutItem', entity: 'Company', key: 'pk = company#{name} and sk = company#' }],
};

/**
 * Creates a company, if there is none of that name.
 *
 * @throws {TableError} `unknown-attribute`, `invalid-name`, `already-exists`
 */
export async function createCompany(table: Table, company: { name: string; description?: string }): Promise<Company> {
  refuseUnknown(company, ['name', 'description']);
  const { description } = company;
  const kept = { name: normaliseName(company.name), ...(description !== undefined && { description }), version: 1 };
  const put = companyEntity(table)
    .build(PutItemCommand)
    .item(kept)
    .options({ condition: { attr: 'name', exists: false } });
  try {
    await withKnownAttributes(() => retryConflicts(() => put.send()));
    return kept;
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    throw new TableError('already-exists', `There is a company ${kept.name} already. Choose another name.`, { cause });
  }
}
