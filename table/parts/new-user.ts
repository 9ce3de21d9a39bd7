import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { companyEntity } from '../entities/company';
import { type User, userEntity } from '../entities/user';
import { TableError } from '../errors';
import { refuseUnknown } from '../foundation/refuse-unknown';
import { transact, type Write } from '../foundation/transaction';
import { normaliseDate, normaliseEmail, normaliseName, normaliseUsername } from '../names';
import type { Table } from '../table';
import { noSuchCompany } from './missing';
import { takeUsername, usernameTaken } from './username-guard';

/** What a new user is made of. `dateOfBirth` is YYYY-MM-DD. */
export interface NewUser {
  companyName: string;
  email: string;
  name: string;
  /** Unique in the whole table, whatever the case of its letters. */
  username?: string;
  dateOfBirth?: string;
}

/** A write of a transaction, and the error where its condition does not hold. */
interface Step {
  write: Write;
  refused: (cause: unknown) => TableError;
}

/**
 * Creates a user in one transaction: its company exists, it is new there, nobody has its username.
 *
 * @param before what has to be done in the same transaction
 * @throws {TableError} `unknown-attribute`, `invalid-name`, `invalid-email`, `invalid-username`, `invalid-date`,
 * `no-such-company`, `already-exists`, `username-taken`, `conflict`
 */
export async function putNewUser(table: Table, input: NewUser, before?: Step): Promise<User> {
  const user = normaliseNewUser(input);
  const { companyName, username } = user;
  const companyExists = companyEntity(table)
    .build(ConditionCheck)
    .key({ name: companyName })
    .condition({ attr: 'name', exists: true });
  const putUser = userEntity(table)
    .build(PutTransaction)
    .item(user)
    .options({ condition: { attr: 'email', exists: false } });
  const steps: Step[] = [
    ...(before ? [before] : []),
    { write: companyExists, refused: (cause) => noSuchCompany(companyName, cause) },
    { write: putUser, refused: (cause) => alreadyExists(user, cause) },
    ...(username === undefined
      ? []
      : [{ write: takeUsername(table, username, user), refused: (cause: unknown) => usernameTaken(username, cause) }]),
  ];
  const refusal = await transact(...steps.map(({ write }) => write));
  if (!refusal) return { ...user, version: 1 };
  const refused = steps.find((_step, index) => refusal.refused[index]);
  throw refused ? refused.refused(refusal.cause) : refusal.cause;
}

function normaliseNewUser(input: NewUser): NewUser {
  refuseUnknown(input, ['companyName', 'email', 'name', 'username', 'dateOfBirth']);
  const { companyName, email, name, username, dateOfBirth } = input;
  return {
    companyName: normaliseName(companyName),
    email: normaliseEmail(email),
    name: normaliseName(name),
    ...(username !== undefined && { username: normaliseUsername(username) }),
    ...(dateOfBirth !== undefined && { dateOfBirth: normaliseDate(dateOfBirth) }),
  };
}

const alreadyExists = ({ companyName, email }: NewUser, cause: unknown): TableError =>
  new TableError('already-exists', `Company ${companyName} has a user ${email} already.`, { cause });
