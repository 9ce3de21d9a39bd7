import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { type User, userEntity } from '../entities/user';
import { normaliseEmail, normaliseName } from '../names';
import type { Table } from '../table';

/**
 * The user of a company with that e-mail address, read strongly consistently; undefined where there is none.
 *
 * DynamoDB actions: GetItem on the table.
 *
 * @throws {TableError} `invalid-name`, `invalid-email`
 */
export async function getUser(table: Table, companyName: string, email: string): Promise<User | undefined> {
  const { Item: user } = await userEntity(table)
    .build(GetItemCommand)
    .key({ companyName: normaliseName(companyName), email: normaliseEmail(email) })
    .options({ consistent: true })
    .send();
  return user;
}
