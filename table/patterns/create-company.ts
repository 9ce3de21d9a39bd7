import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { type Company, companyEntity } from '../entities/company';
import { TableError } from '../errors';
import { normaliseName } from '../names';
import type { Table } from '../table';

/**
 * Creates a company, if there is none of that name.
 *
 * DynamoDB actions: PutItem on the table.
 *
 * @throws {TableError} `invalid-name`, `already-exists`
 */
export async function createCompany(table: Table, company: { name: string }): Promise<Company> {
  const name = normaliseName(company.name);
  try {
    await companyEntity(table)
      .build(PutItemCommand)
      .item({ name })
      .options({ condition: { attr: 'name', exists: false } })
      .send();
    return { name };
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    throw new TableError('already-exists', `There is a company ${name} already. Choose another name.`, { cause });
  }
}
