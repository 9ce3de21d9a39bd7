import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import type { AccessPattern } from '../access-pattern';
import { companyEntity } from '../entities/company';
import { companyMemberEntity } from '../entities/company-member';
import type { Membership } from '../entities/membership';
import { userEntity } from '../entities/user';
import { TableError } from '../errors';
import { readItem } from '../foundation/read-item';
import { transact } from '../foundation/transaction';
import { normaliseName } from '../names';
import { putBothSides } from '../parts/membership-writes';
import { noSuchCompany, noSuchUser } from '../parts/missing';
import { normaliseUserKey, type UserKey } from '../parts/user-key';
import type { Table } from '../table';

export const addMembershipPattern: AccessPattern = {
  name: 'addMembership',
  summary: 'Makes a user a member of a company: both sides of the relation, or none.',
  requests: [
    {
      action: 'ConditionCheckItem',
      entity: 'Company',
      key: 'pk = company#{companyName} and sk = company#',
      transaction: true,
    },
    {
      action: 'ConditionCheckItem',
      entity: 'User',
      key: 'pk = company#{companyName} and sk = user#{email}',
      transaction: true,
    },
    {
      action: 'PutItem',
      entity: 'CompanyMember',
      key: 'pk = company#{companyName} and sk = member#{userCompanyName}#{email}',
      transaction: true,
    },
    {
      action: 'PutItem',
      entity: 'UserMembership',
      key: 'pk = user#{userCompanyName}#{email} and sk = company#{companyName}',
      transaction: true,
    },
    { action: 'GetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' },
    {
      action: 'GetItem',
      entity: 'CompanyMember',
      key: 'pk = company#{companyName} and sk = member#{userCompanyName}#{email}',
    },
  ],
};

/**
 * Makes a user a member of a company, the user's own or another one. Who is a member already stays one since then. The
 * membership has the e-mail address as the user has it, in whichever case it was asked for here.
 *
 * @returns `created`: false where the user was a member before
 * @throws {TableError} `invalid-name`, `invalid-email`, `key-too-long`, `no-such-company`, `no-such-user`, `conflict`
 */
export async function addMembership(
  table: Table,
  { companyName, user }: { companyName: string; user: UserKey },
): Promise<{ membership: Membership; created: boolean }> {
  const company = { name: normaliseName(companyName) };
  let userKey = normaliseUserKey(user);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { companyName: userCompanyName, email } = userKey;
    const key = { companyName: company.name, userCompanyName, email };
    const membership = { ...key, joinedAt: new Date().toISOString() };
    const refusal = await transact(...checkBoth(table, company, userKey), ...putBothSides(table, membership));
    if (!refusal) return { membership, created: true };
    if (refusal.refused[0]) throw noSuchCompany(company.name, refusal.cause);
    if (refusal.refused[1]) {
      const spelled = await readItem(userEntity(table), userKey);
      if (!spelled) throw noSuchUser(userKey, refusal.cause);
      userKey = spelled;
      continue;
    }
    const known = await readItem(companyMemberEntity(table), key);
    if (known) return { membership: known, created: false };
    // Since the transaction, somebody has removed what it found.
  }
  throw new TableError('conflict', `The membership of ${userKey.email} in ${company.name} keeps changing. Try again.`);
}

const ATTEMPTS = 6;

/** That the company exists, and that the user does, with the address in just this case: their keys do not tell cases apart. */
const checkBoth = (table: Table, company: { name: string }, { companyName, email }: UserKey) => [
  companyEntity(table).build(ConditionCheck).key(company).condition({ attr: 'name', exists: true }),
  userEntity(table).build(ConditionCheck).key({ companyName, email }).condition({ attr: 'email', eq: email }),
];
