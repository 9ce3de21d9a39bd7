import { type PolicyKind, parsePolicy } from '../../../../local/aws/iam/policy';
import { LocalError } from '../../../../local/errors';

const statement = {
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: 'arn:aws:dynamodb:*:*:table/Music',
} as Record<string, unknown>;

const identity = (changes: Record<string, unknown>, version: unknown = '2012-10-17') =>
  JSON.stringify({ Version: version, Statement: [{ ...statement, ...changes }] });

const refusal = (document: string, kind: PolicyKind = 'identity') => {
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof LocalError) return error;
    throw error;
  }
  throw new Error(`The policy was taken: ${document}`);
};

describe('an identity policy', () => {
  test.each<[string, string]>([
    ['a single statement', JSON.stringify({ Version: '2012-10-17', Statement: statement })],
    ['no version', JSON.stringify({ Statement: [statement] })],
    ['the old version', identity({}, '2008-10-17')],
    ['an Id', JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: [statement] })],
    ['a Sid', identity({ Sid: 'Read1' })],
    ['lists', identity({ Action: ['dynamodb:Get*', 'dynamodb:Query'], Resource: ['*', 'arn:aws:s3:::bucket/*'] })],
    [
      'NotAction and NotResource',
      identity({ Action: undefined, NotAction: 'iam:*', Resource: undefined, NotResource: '*' }),
    ],
    ['everything', identity({ Action: '*', Resource: '*' })],
    [
      'the DynamoDB condition keys',
      identity({
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'], 'DynamoDB:attributes': ['pk'] },
          Null: { 'dynamodb:LeadingKeys': false },
          StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', 'dynamodb:ReturnValues': ['NONE'] },
          Bool: { 'dynamodb:FullTableScan': 'false' },
          'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] },
        },
      }),
    ],
    [
      'variables',
      identity({
        Resource: `arn:aws:dynamodb:*:*:table/\${aws:PrincipalAccount}`,
        Condition: { StringLike: { 'aws:PrincipalArn': `*\${aws:RequestedRegion}` } },
      }),
    ],
    [
      'other services’ condition keys where no call of theirs is evaluated',
      identity({
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'x' } },
      }),
    ],
  ])('is taken with %s', (_, document) => {
    expect(parsePolicy(document, 'identity').statements).toHaveLength(1);
  });

  test('is taken with what a function needs of other services', () => {
    const allow = (Action: string | string[], Condition?: object) => ({
      Effect: 'Allow',
      Action,
      Resource: '*',
      Condition,
    });
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        allow('sqs:SendMessage'),
        allow('sns:Subscribe', { StringEquals: { 'sns:Protocol': 'sqs' } }),
        allow(['kms:Decrypt', 'kms:DescribeKey'], {
          StringEquals: {
            'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
            'kms:CallerAccount': '000000000000',
          },
        }),
      ],
    });
    expect(parsePolicy(document, 'identity').statements).toHaveLength(3);
  });

  test('says which context keys it reads', () => {
    const policy = parsePolicy(
      identity({
        Resource: `arn:aws:dynamodb:*:*:table/\${aws:PrincipalAccount}`,
        Condition: {
          StringEquals: { 'dynamodb:Select': `\${aws:RequestedRegion}` },
          Null: { 'dynamodb:LeadingKeys': 'true' },
        },
      }),
      'identity',
    );
    expect([...policy.contextKeys].sort()).toEqual([
      'aws:principalaccount',
      'aws:requestedregion',
      'dynamodb:leadingkeys',
      'dynamodb:select',
    ]);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', 'the document'],
    ['no object', '[]', 'the document'],
    [
      'a character that IAM does not take',
      identity({ Sid: 'x', Resource: 'arn:aws:dynamodb:*:*:table/\u4e2d' }),
      'the document',
    ],
    ['an unknown element', JSON.stringify({ Statement: [statement], Comment: 'x' }), 'Comment'],
    ['an unknown version', identity({}, '2020-01-01'), 'Version'],
    ['no statement', JSON.stringify({ Version: '2012-10-17' }), 'Statement'],
    ['an empty list of statements', JSON.stringify({ Statement: [] }), 'Statement'],
    ['an unknown element of a statement', identity({ Actions: 'x' }), 'Statement[0].Actions'],
    ['a principal', identity({ Principal: '*' }), 'Statement[0].Principal'],
    ['an effect in lower case', identity({ Effect: 'allow' }), 'Statement[0].Effect'],
    ['a Sid with a space', identity({ Sid: 'a b' }), 'Statement[0].Sid'],
    [
      'a Sid used twice',
      JSON.stringify({
        Statement: [
          { ...statement, Sid: 'a' },
          { ...statement, Sid: 'a' },
        ],
      }),
      'Statement[1].Sid',
    ],
    ['no action', identity({ Action: undefined }), 'Statement[0].Action'],
    ['an empty list of actions', identity({ Action: [] }), 'Statement[0].Action'],
    ['an action without its service', identity({ Action: 'GetItem' }), 'Statement[0].Action'],
    ['a wildcard in the service', identity({ Action: 'dynamo*:GetItem' }), 'Statement[0].Action'],
    ['Action and NotAction', identity({ NotAction: 'iam:*' }), 'Statement[0].NotAction'],
    ['no resource', identity({ Resource: undefined }), 'Statement[0].Resource'],
    ['Resource and NotResource', identity({ NotResource: '*' }), 'Statement[0].NotResource'],
    ['a resource that is no ARN', identity({ Resource: 'table/Music' }), 'Statement[0].Resource'],
    ['a wildcard in a resource’s service', identity({ Resource: 'arn:aws:*:::x' }), 'Statement[0].Resource'],
    [
      'a variable before the fifth colon',
      identity({ Resource: `arn:aws:dynamodb:\${aws:RequestedRegion}:*:table/x` }),
      'Statement[0].Resource',
    ],
    [
      'a variable that does not end',
      identity({ Resource: `arn:aws:dynamodb:*:*:table/\${aws:SourceIp` }),
      'Statement[0].Resource',
    ],
    ['a condition that is a list', identity({ Condition: [] }), 'Statement[0].Condition'],
    [
      'a number that is none',
      identity({ Condition: { NumericEquals: { 'aws:EpochTime': 'x' } } }),
      'Condition.NumericEquals["aws:EpochTime"]',
    ],
    [
      'a time without a zone',
      identity({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00' } } }),
      'Condition.DateLessThan',
    ],
    [
      'an address that is none',
      identity({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } }),
      'Condition.IpAddress',
    ],
    ['an ARN that is none', identity({ Condition: { ArnLike: { 'aws:PrincipalArn': '*' } } }), 'Condition.ArnLike'],
    ['a Null that is neither', identity({ Condition: { Null: { 'aws:SourceIp': 'no' } } }), 'Condition.Null'],
  ])('is malformed with %s', (_, document, element) => {
    const error = refusal(document);
    expect(error.code).toBe('malformed-policy');
    expect(error.message).toContain(element);
  });

  test.each<[string, string, string]>([
    ['an unknown operator', identity({ Condition: { StringMatches: { 'aws:SourceIp': 'x' } } }), 'StringMatches'],
    ['a binary operator', identity({ Condition: { BinaryEquals: { 'aws:SourceIp': 'eA==' } } }), 'BinaryEquals'],
    ['Null with IfExists', identity({ Condition: { NullIfExists: { 'aws:SourceIp': 'true' } } }), 'NullIfExists'],
    [
      'ForAnyValue with IfExists',
      identity({ Condition: { 'ForAnyValue:StringEqualsIfExists': { 'dynamodb:Attributes': 'x' } } }),
      'ForAnyValue:StringEqualsIfExists',
    ],
    [
      'an unknown key of DynamoDB',
      identity({ Condition: { StringEquals: { 'dynamodb:Leading': 'x' } } }),
      'dynamodb:leading',
    ],
    [
      'a key that reads tags',
      identity({ Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } }),
      'aws:resourcetag/team',
    ],
    [
      'a key that is unknown for one of its actions',
      identity({ Action: ['s3:*', 'dynamodb:*'], Condition: { StringEquals: { 's3:prefix': 'x' } } }),
      's3:prefix',
    ],
    [
      'a key that is unknown where all actions are meant',
      identity({ Action: '*', Condition: { StringEquals: { 's3:prefix': 'x' } } }),
      's3:prefix',
    ],
    [
      'a set of values without a set operator',
      identity({ Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'x' } } }),
      'ForAllValues',
    ],
    [
      'a variable that has no value for a role',
      identity({ Resource: `arn:aws:dynamodb:*:*:table/\${aws:username}` }),
      `\${aws:username}`,
    ],
    [
      'a variable of another service',
      identity({ Condition: { StringEquals: { 'aws:PrincipalArn': `\${saml:sub}` } } }),
      `\${saml:sub}`,
    ],
  ])('is not supported with %s', (_, document, named) => {
    const error = refusal(document);
    expect(error.code).toBe('unsupported-policy');
    expect(error.message).toContain(named);
  });
});

describe('a trust policy', () => {
  const trust = (changes: Record<string, unknown>) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' }, ...changes },
      ],
    });

  test.each<[string, string]>([
    ['a service', trust({})],
    ['several services', trust({ Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] } })],
    ['everyone', trust({ Principal: '*' })],
    [
      'an identity provider and its own condition keys',
      trust({
        Principal: { Federated: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:x/*' } },
      }),
    ],
    ['the confused deputy’s condition keys', trust({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })],
  ])('is taken with %s', (_, document) => {
    expect(parsePolicy(document, 'trust').statements).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    ['no principal', trust({ Principal: undefined }), 'Statement[0].Principal'],
    ['an unknown kind of principal', trust({ Principal: { User: 'x' } }), 'Statement[0].Principal.User'],
    ['a resource', trust({ Resource: '*' }), 'Statement[0].Resource'],
    ['an action of another service', trust({ Action: 'dynamodb:GetItem' }), 'Statement[0].Action'],
    ['NotPrincipal', trust({ NotPrincipal: { Service: 'x' } }), 'Statement[0].NotPrincipal'],
  ])('is malformed with %s', (_, document, element) => {
    const error = refusal(document, 'trust');
    expect(error.code).toBe('malformed-policy');
    expect(error.message).toContain(element);
  });
});

describe('the policy of a queue or a topic', () => {
  const resource = (changes: Record<string, unknown>) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' } },
          ...{ Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:queue', ...changes },
        },
      ],
    });

  test.each<[string, string]>([
    ['a service', resource({})],
    ['everyone', resource({ Principal: '*' })],
    ['what the service acts for', resource({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:topic' } } })],
  ])('is taken with %s', (_, document) => {
    expect(parsePolicy(document, 'resource').statements).toHaveLength(1);
  });

  test.each<[string, string, string, string]>([
    ['malformed', 'no principal', resource({ Principal: undefined }), 'Statement[0].Principal'],
    ['malformed', 'no resource', resource({ Resource: undefined }), 'Statement[0].Resource'],
    [
      'unsupported',
      'a condition key that is not known',
      resource({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      'aws:principalorgid',
    ],
  ])('is %s with %s', (code, _, document, element) => {
    const error = refusal(document, 'resource');
    expect(error.code).toBe(`${code}-policy`);
    expect(error.message).toContain(element);
  });
});
