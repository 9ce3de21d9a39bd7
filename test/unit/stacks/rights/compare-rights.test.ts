import { compareRights } from '../../../../stacks/rights/compare-rights';
import type { FunctionRole, PolicyStatement } from '../../../../stacks/rights/roles-of';

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/music';

const roleWith = (...statements: Omit<PolicyStatement, 'Effect'>[]): FunctionRole => ({
  functionName: 'membership-counter',
  name: 'music-counter',
  trustPolicy: '{}',
  policies: [
    {
      name: 'table-access',
      document: { Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) },
    },
  ],
  managedPolicies: [],
});

const compare = (role: FunctionRole, ...used: [action: string, resource: string][]) => {
  const rights = used.map(([action, resource]) => ({ action: `dynamodb:${action}`, resource }));
  const [findings] = compareRights([role], { 'membership-counter': rights }, TABLE);
  return findings;
};

test('a role that may do exactly what was used has nothing against it', () => {
  const role = roleWith(
    { Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: TABLE },
    { Action: 'dynamodb:Query', Resource: [`${TABLE}/index/gsi1`] },
  );

  expect(compare(role, ['GetItem', 'table'], ['Query', 'table'], ['Query', 'table/index/gsi1'])).toEqual({
    functionName: 'membership-counter',
    roleName: 'music-counter',
    surplus: [],
    missing: [],
    untested: [],
    managedPolicies: [],
  });
});

test.each([
  [
    'dynamodb:DeleteItem',
    TABLE,
    'table',
    "leave 'DeleteItem' out of the actions of table.grantWrite for membership-counter",
  ],
  [
    'dynamodb:BatchGetItem',
    TABLE,
    'table',
    "leave 'BatchGetItem' out of the actions of table.grantRead for membership-counter",
  ],
  [
    'dynamodb:Query',
    `${TABLE}/index/gsi1`,
    'table/index/gsi1',
    "leave 'gsi1' out of the indexes of table.grantRead for membership-counter",
  ],
  ['dynamodb:Scan', TABLE, 'table', 'leave out table.grantScan for membership-counter'],
  ['dynamodb:UpdateTable', TABLE, 'table', 'leave it out of the policy table-access'],
  ['dynamodb:GetItem', `${TABLE}-2`, `${TABLE}-2`, 'leave it out of the policy table-access'],
])('%s on %s that was not used is surplus: %s, %s', (action, resource, short, remedy) => {
  expect(compare(roleWith({ Action: action, Resource: resource }))?.surplus).toEqual([
    { action, resource: short, remedy },
  ]);
});

test.each([
  ['dynamodb:*', TABLE, 'dynamodb:GetItem on table'],
  ['dynamodb:GetItem', '*', 'dynamodb:GetItem on table'],
  ['*', '*', 'dynamodb:GetItem on table, dynamodb:Query on table/index/gsi1'],
  ['dynamodb:Query', `${TABLE}/index/*`, 'dynamodb:Query on table/index/gsi1'],
  ['dynamodb:*', `${TABLE}*`, 'dynamodb:GetItem on table, dynamodb:Query on table/index/gsi1'],
  ['dynamodb:*', `${TABLE}-*`, 'nothing'],
  ['dynamodb:Batch*', TABLE, 'nothing'],
])('a right with a wildcard, %s on %s, is surplus whatever of it was used: %s', (action, resource, used) => {
  const findings = compare(
    roleWith({ Action: action, Resource: resource }),
    ['GetItem', 'table'],
    ['Query', 'table/index/gsi1'],
  );

  expect(findings?.surplus).toEqual([
    expect.objectContaining({ remedy: `name in the policy table-access what of it is used: ${used}` }),
  ]);
});

test('what a statement allows but for some things is surplus', () => {
  expect(compare(roleWith({ NotAction: 'dynamodb:Scan', Resource: TABLE }))?.surplus).toEqual([
    expect.objectContaining({ action: '*', resource: 'table' }),
  ]);
});

test('what is used and no longer allowed is missing, with the verb that grants it', () => {
  const role = roleWith({ Action: 'dynamodb:getitem', Resource: TABLE });

  expect(compare(role, ['GetItem', 'table'], ['UpdateItem', 'table'], ['Scan', 'table/index/gsi1'])?.missing).toEqual([
    {
      action: 'dynamodb:UpdateItem',
      resource: 'table',
      remedy: "grant it: table.grantWrite(membershipCounter, { actions: ['UpdateItem'] })",
    },
    {
      action: 'dynamodb:Scan',
      resource: 'table/index/gsi1',
      remedy: "grant it: table.grantScan(membershipCounter, { indexes: ['gsi1'] })",
    },
  ]);
});

test.each([
  `${TABLE}*`,
  TABLE.replace(/music$/, '*'),
  TABLE.replace(/music$/, 'mu*'),
  TABLE.replace(/music$/, 'm?sic*'),
  TABLE.replace('eu-central-1:123456789012', '*:*').concat('*'),
])('what %s allows is not missing, on the table and on its index', (resource) => {
  const role = roleWith({ Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: resource });

  expect(compare(role, ['GetItem', 'table'], ['GetItem', 'ledger'], ['Query', 'table/index/gsi1'])?.missing).toEqual(
    [],
  );
});

test.each([
  `${TABLE}-*`,
  `${TABLE}/*`,
  TABLE.replace('eu-central-1', 'eu-west-1'),
  TABLE.replace('123456789012', '210987654321'),
  TABLE.replace('eu-central-1', 'us-*'),
])('what is allowed on %s is not allowed on the table', (resource) => {
  const role = roleWith({ Action: 'dynamodb:GetItem', Resource: resource });

  expect(compare(role, ['GetItem', 'table'])?.missing).toEqual([
    expect.objectContaining({ action: 'dynamodb:GetItem', resource: 'table' }),
  ]);
});

test('a denial allows nothing, and is no surplus', () => {
  const role = roleWith({ Action: 'dynamodb:*', Resource: '*', Effect: 'Deny' } as never);

  expect(compare(role)?.surplus).toEqual([]);
});

test('what no access pattern can use is listed apart, with the reason', () => {
  const role = roleWith(
    { Action: 'dynamodb:GetRecords', Resource: `${TABLE}/stream/2026-01-01T00:00:00.000` },
    { Action: 'dynamodb:ListStreams', Resource: '*' },
    { Action: ['logs:PutLogEvents', 'sqs:SendMessage', 'kms:Decrypt'], Resource: 'arn:aws:any:::one' },
  );
  const findings = compare({ ...role, managedPolicies: ['arn:aws:iam::aws:policy/Some'] });

  expect(findings?.surplus).toEqual([]);
  expect(findings?.managedPolicies).toEqual(['arn:aws:iam::aws:policy/Some']);
  expect(findings?.untested.map(({ action, resource, reason }) => [action, resource, reason])).toEqual([
    ['dynamodb:GetRecords', 'stream', expect.stringContaining('poller')],
    ['dynamodb:ListStreams', '*', expect.stringContaining('poller')],
    ['logs:PutLogEvents', 'arn:aws:any:::one', 'of another service than DynamoDB'],
    ['sqs:SendMessage', 'arn:aws:any:::one', 'of another service than DynamoDB'],
    ['kms:Decrypt', 'arn:aws:any:::one', 'of another service than DynamoDB'],
  ]);
});

describe('the ledger, which connect() reads', () => {
  const ledger = {
    Action: ['dynamodb:GetItem'],
    Resource: TABLE,
    Condition: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#GROUNDWORK'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
  const none = { surplus: [], missing: [] };

  test('is read with a right of its own', () => {
    expect(compare(roleWith(ledger), ['GetItem', 'ledger'])).toMatchObject(none);
    expect(compare(roleWith(ledger), ['GetItem', 'table'])?.missing).toHaveLength(1);
  });

  test('is read with the right to read the table, too', () => {
    const role = roleWith({ Action: 'dynamodb:GetItem', Resource: TABLE });

    expect(compare(role, ['GetItem', 'ledger'], ['GetItem', 'table'])).toMatchObject(none);
  });

  test('is no use of the right to read the whole table', () => {
    expect(compare(roleWith({ Action: 'dynamodb:GetItem', Resource: TABLE }), ['GetItem', 'ledger'])).toMatchObject({
      surplus: [{ action: 'dynamodb:GetItem', resource: 'table' }],
      missing: [],
    });
  });
});
