import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { companyEntity } from '../entities/company';
import { type User, userEntity } from '../entities/user';
import { TableError } from '../errors';
import { normaliseEmail, normaliseName } from '../names';
import type { Table } from '../table';
import { cancellationReasons, retryConflicts } from '../transaction';

/**
 * Creates a user in a company that exists, if it has none with that e-mail address. One transaction does both checks, so
 * that the company can't be removed in between.
 *
 * DynamoDB actions: ConditionCheckItem and PutItem on the table.
 *
 * @throws {TableError} `invalid-name`, `invalid-email`, `no-such-company`, `already-exists`, `conflict`
 */
export async function createUser(
  table: Table,
  user: { companyName: string; email: string; name: string },
): Promise<User> {
  const companyName = normaliseName(user.companyName);
  const email = normaliseEmail(user.email);
  const name = normaliseName(user.name);
  const companyExists = companyEntity(table)
    .build(ConditionCheck)
    .key({ name: companyName })
    .condition({ attr: 'name', exists: true });
  const putUser = userEntity(table)
    .build(PutTransaction)
    .item({ companyName, email, name })
    .options({ condition: { attr: 'email', exists: false } });
  try {
    await retryConflicts(() => execute(companyExists, putUser));
    return { companyName, email, name };
  } catch (cause) {
    const [companyReason, userReason] = cancellationReasons(cause);
    if (companyReason === CONDITION_FAILED) {
      throw new TableError('no-such-company', `There is no company ${companyName}. Create it first.`, { cause });
    }
    if (userReason === CONDITION_FAILED) {
      throw new TableError('already-exists', `Company ${companyName} has a user ${email} already.`, { cause });
    }
    throw cause;
  }
}

const CONDITION_FAILED = 'ConditionalCheckFailed';
