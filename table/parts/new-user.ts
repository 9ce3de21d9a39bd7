import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { companyEntity } from '../entities/company';
import { type User, userEntity } from '../entities/user';
import { TableError } from '../errors';
import { refuseUnknown } from '../foundation/refuse-unknown';
import { transact, type Write } from '../foundation/transaction';
import { normaliseDate, normaliseEmail, normaliseName, normaliseUsername } from '../names';
import type { Table } from '../table';
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

/**
 * Creates a user in one transaction: its company exists, it is new there, nobody has its username.
 *
 * @param before what has to be done in the same transaction, and the error where that is refused
 * @throws {TableError} `unknown-attribute`, `invalid-name`, `invalid-email`, `invalid-username`, `invalid-date`,
 * `no-such-company`, `already-exists`, `username-taken`, `conflict`
 */
export async function putNewUser(
  table: Table,
  input: NewUser,
  before?: { write: Write; refused: (cause: unknown) => TableError },
): Promise<User> {
  const user = normaliseNewUser(input);
  const { companyName, email, username } = user;
  const companyExists = companyEntity(table)
    .build(ConditionCheck)
    .key({ name: companyName })
    .condition({ attr: 'name', exists: true });
  const putUser = userEntity(table)
    .build(PutTransaction)
    .item(user)
    .options({ condition: { attr: 'email', exists: false } });
  const steps = [
    ...(before ? [before] : []),
    { write: companyExists, refused: noSuchCompany(companyName) },
    { write: putUser, refused: alreadyExists(companyName, email) },
    ...(username === undefined
      ? []
      : [{ write: takeUsername(table, username, user), refused: usernameTaken(username) }]),
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

/** The error of a company that has to exist and does not. */
export const noSuchCompany =
  (companyName: string) =>
  (cause?: unknown): TableError =>
    new TableError('no-such-company', `There is no company ${companyName}. Create it first.`, { cause });

const alreadyExists =
  (companyName: string, email: string) =>
  (cause?: unknown): TableError =>
    new TableError('already-exists', `Company ${companyName} has a user ${email} already.`, { cause });
