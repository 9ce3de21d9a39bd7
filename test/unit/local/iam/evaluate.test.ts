import { type EvaluationRequest, evaluate } from '../../../../local/aws/iam/evaluate';
import { parsePolicy } from '../../../../local/aws/iam/policy';

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/GameScores';

const policy = (...statements: Record<string, unknown>[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity');

const allow = (changes: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action: 'dynamodb:*',
  Resource: table,
  ...changes,
});

const ask = (changes: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  action: 'dynamodb:GetItem',
  resource: table,
  context: {},
  ...changes,
});

describe('a decision', () => {
  test('is an implicit denial without an Allow that applies', () => {
    expect(evaluate([], ask())).toBe('implicitly denied');
    expect(evaluate([policy(allow({ Action: 'dynamodb:PutItem' }))], ask())).toBe('implicitly denied');
    expect(evaluate([policy(allow())], ask({ resource: `${table}/index/gsi1` }))).toBe('implicitly denied');
  });

  test('is an explicit denial wherever a Deny applies', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: '*' };
    expect(evaluate([policy(allow(), deny)], ask())).toBe('explicitly denied');
    expect(evaluate([policy(allow()), policy(deny)], ask())).toBe('explicitly denied');
    expect(evaluate([policy(deny)], ask())).toBe('explicitly denied');
    expect(evaluate([policy(allow(), deny)], ask({ action: 'dynamodb:PutItem' }))).toBe('allowed');
  });

  test('takes actions in any case and resources as they are written', () => {
    expect(evaluate([policy(allow({ Action: 'DynamoDB:getitem' }))], ask())).toBe('allowed');
    expect(evaluate([policy(allow({ Resource: table.toLowerCase() }))], ask())).toBe('implicitly denied');
  });

  test('of NotAction and NotResource takes everything else', () => {
    const all = policy(allow({ Action: undefined, NotAction: ['dynamodb:Delete*'], Resource: '*' }));
    expect(evaluate([all], ask())).toBe('allowed');
    expect(evaluate([all], ask({ action: 'sqs:SendMessage' }))).toBe('allowed');
    expect(evaluate([all], ask({ action: 'dynamodb:DeleteTable' }))).toBe('implicitly denied');
    const others = policy(allow({ Resource: undefined, NotResource: `${table}*` }));
    expect(evaluate([others], ask())).toBe('implicitly denied');
    expect(evaluate([others], ask({ resource: `${table.replace('Game', 'High')}` }))).toBe('allowed');
  });
});

describe('the developer guide’s policy that limits a user to items and attributes', () => {
  const limited = policy(
    allow({
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['me'], 'dynamodb:Attributes': ['UserId', 'Wins'] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    }),
  );
  const own = {
    'dynamodb:LeadingKeys': ['me'],
    'dynamodb:Attributes': ['UserId', 'Wins'],
    'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
  };

  test.each<[string, Record<string, string[]>, string]>([
    ['own items and listed attributes', own, 'allowed'],
    ['somebody else’s item', { ...own, 'dynamodb:LeadingKeys': ['you'] }, 'implicitly denied'],
    ['somebody else’s item among own ones', { ...own, 'dynamodb:LeadingKeys': ['me', 'you'] }, 'implicitly denied'],
    ['another attribute', { ...own, 'dynamodb:Attributes': ['Wins', 'Losses'] }, 'implicitly denied'],
    ['all attributes', { ...own, 'dynamodb:Select': ['ALL_ATTRIBUTES'] }, 'implicitly denied'],
    ['a write, which has no Select', { 'dynamodb:LeadingKeys': ['me'], 'dynamodb:Attributes': ['Wins'] }, 'allowed'],
    // The trap: a Scan has no leading keys, and ForAllValues is true for none.
    ['a scan of all items', { 'dynamodb:Attributes': ['Wins'] }, 'allowed'],
  ])('for %s', (_, context, expected) => {
    expect(evaluate([limited], ask({ context }))).toBe(expected);
  });

  test('with Null "false" it no longer allows what has no leading keys', () => {
    const closed = policy(
      allow({
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'me' },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    );
    expect(evaluate([closed], ask({ context: {} }))).toBe('implicitly denied');
    expect(evaluate([closed], ask({ context: own }))).toBe('allowed');
  });
});

describe('the developer guide’s policies on transactions', () => {
  const inTransaction = { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] };
  const condition = {
    'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems', 'TransactGetItems'] },
  };

  test('allow only transactions', () => {
    const only = policy(allow({ Condition: condition }));
    expect(evaluate([only], ask({ context: inTransaction }))).toBe('allowed');
    expect(evaluate([only], ask())).toBe('implicitly denied');
  });

  test('block only transactions', () => {
    const never = policy(allow(), allow({ Effect: 'Deny', Condition: condition }));
    expect(evaluate([never], ask({ context: inTransaction }))).toBe('explicitly denied');
    expect(evaluate([never], ask())).toBe('allowed');
  });
});

test('a policy variable in a resource names the caller’s own table', () => {
  const own = policy(allow({ Resource: `arn:aws:dynamodb:*:*:table/\${aws:PrincipalAccount}` }));
  const request = ask({
    resource: 'arn:aws:dynamodb:eu-central-1:1:table/1',
    context: { 'aws:PrincipalAccount': ['1'] },
  });
  expect(evaluate([own], request)).toBe('allowed');
  expect(evaluate([own], { ...request, context: { 'aws:PrincipalAccount': ['2'] } })).toBe('implicitly denied');
});

describe('a trust policy', () => {
  const trust = (principal: unknown) =>
    parsePolicy(
      JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal } }),
      'trust',
    );
  const assume = (principal: EvaluationRequest['principal'], policyToAsk: ReturnType<typeof trust>) =>
    evaluate([policyToAsk], { action: 'sts:AssumeRole', resource: '*', context: {}, principal });

  test('lets in the services that it names, and nobody else', () => {
    const lambda = trust({ Service: ['lambda.amazonaws.com'] });
    expect(assume({ type: 'Service', identifier: 'lambda.amazonaws.com' }, lambda)).toBe('allowed');
    expect(assume({ type: 'Service', identifier: 'ec2.amazonaws.com' }, lambda)).toBe('implicitly denied');
    expect(assume({ type: 'AWS', identifier: 'lambda.amazonaws.com' }, lambda)).toBe('implicitly denied');
    expect(assume(undefined, lambda)).toBe('implicitly denied');
  });

  test('means principals of AWS with an asterisk', () => {
    expect(assume({ type: 'AWS', identifier: 'arn:aws:iam::1:role/x' }, trust('*'))).toBe('allowed');
    expect(assume({ type: 'Service', identifier: 'lambda.amazonaws.com' }, trust('*'))).toBe('implicitly denied');
  });
});

describe('the policy of a resource', () => {
  const role = { type: 'AWS', identifier: 'arn:aws:iam::000000000000:role/api' } as const;
  const service = { type: 'Service', identifier: 'sns.amazonaws.com' } as const;
  const decide = (Effect: string, Principal: unknown, principal: EvaluationRequest['principal']) => {
    const statement = { Effect, Principal, Action: 'sqs:SendMessage', Resource: '*' };
    const asked = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), 'resource');
    return evaluate([asked], { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:a:1:b', context: {}, principal });
  };

  test.each(['*', { AWS: '*' }])('means everyone with an asterisk, services too: %j', (principal) => {
    expect(decide('Allow', principal, role)).toBe('allowed');
    expect(decide('Allow', principal, service)).toBe('allowed');
  });

  test.each(['000000000000', 'arn:aws:iam::000000000000:root'])(
    'denies to the whole account %s, and leaves what it allows to that account’s own policies',
    (account) => {
      expect(decide('Deny', { AWS: account }, role)).toBe('explicitly denied');
      expect(decide('Allow', { AWS: account }, role)).toBe('implicitly denied');
      expect(decide('Deny', { AWS: account }, service)).toBe('implicitly denied');
    },
  );
});
