import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { type Company, companyEntity } from '../entities/company';
import { normaliseName } from '../names';
import type { Table } from '../table';

/**
 * The company of that name, read strongly consistently; undefined where there is none.
 *
 * DynamoDB actions: GetItem on the table.
 *
 * @throws {TableError} `invalid-name`
 */
export async function getCompany(table: Table, name: string): Promise<Company | undefined> {
  const { Item: company } = await companyEntity(table)
    .build(GetItemCommand)
    .key({ name: normaliseName(name) })
    .options({ consistent: true })
    .send();
  return company;
}
