import type { ServiceFunction } from '../../../../stacks/constructs/function';
import { Table, type TableOptions } from '../../../../stacks/constructs/table';
import { StacksError } from '../../../../stacks/errors';
import { documentsOf, STREAM_ARN, statementsOf, TABLE_ARN } from '../support/policies';
import { aFunction, only, type Synthesised, synthesised } from '../support/synthesised';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0f0a-1';
const LEDGER = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem'],
  Resource: TABLE_ARN,
  Condition: {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#GROUNDWORK'] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
};

/** A function that has been granted something on a table. */
function granted(
  grant: (table: Table, grantee: ServiceFunction) => void,
  options: Partial<TableOptions> = {},
): Synthesised {
  return synthesised((scope) => {
    const table = new Table(scope, 'table', { name: 'things', region: 'eu-central-1', ...options });
    grant(table, aFunction(scope));
  });
}

const access = (grant: (table: Table, grantee: ServiceFunction) => void, options: Partial<TableOptions> = {}) =>
  statementsOf(granted(grant, options), 'table-access');

const allowed = (actions: string[], resource = TABLE_ARN) => ({
  Effect: 'Allow',
  Action: actions.map((name) => `dynamodb:${name}`),
  Resource: resource,
});

describe('each verb allows its actions on the table, and no more', () => {
  test('grantRead: items and partitions by their keys, never Scan', () => {
    expect(access((table, grantee) => table.grantRead(grantee))).toEqual([
      allowed(['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query']),
    ]);
  });

  test('grantWrite, which may read nothing but the ledger, as connect() does', () => {
    expect(access((table, grantee) => table.grantWrite(grantee))).toEqual([
      allowed(['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem']),
      LEDGER,
    ]);
  });

  test('grantReadWrite: both', () => {
    expect(access((table, grantee) => table.grantReadWrite(grantee))).toEqual([
      allowed([
        'BatchGetItem',
        'BatchWriteItem',
        'ConditionCheckItem',
        'DeleteItem',
        'GetItem',
        'PutItem',
        'Query',
        'UpdateItem',
      ]),
    ]);
  });

  test('grantScan: the table, and the index that is named', () => {
    expect(access((table, grantee) => table.grantScan(grantee, { indexes: ['gsi1'] }))).toEqual([
      allowed(['Scan']),
      allowed(['Scan'], `${TABLE_ARN}/index/gsi1`),
      LEDGER,
    ]);
  });

  test('grantStream: the stream, in a policy of its own, and not the table', () => {
    const stack = granted((table, grantee) => void table.grantStream(grantee));

    expect(statementsOf(stack, 'table-stream')).toEqual([
      allowed(['DescribeStream', 'GetRecords', 'GetShardIterator'], STREAM_ARN),
      allowed(['ListStreams'], '*'),
    ]);
    expect([...documentsOf(stack).keys()].sort()).toEqual(['table-stream', 'write-logs']);
  });
});

describe('a grant is narrowed', () => {
  test('to the actions that are named', () => {
    expect(access((table, grantee) => table.grantRead(grantee, { actions: ['GetItem'] }))).toEqual([
      allowed(['GetItem']),
    ]);
    expect(access((table, grantee) => table.grantReadWrite(grantee, { actions: ['PutItem', 'Query'] }))).toEqual([
      allowed(['PutItem', 'Query']),
      LEDGER,
    ]);
  });

  test('to a Query of the indexes that are named, without one of the table', () => {
    expect(access((table, grantee) => table.grantRead(grantee, { actions: [], indexes: ['gsi1'] }))).toEqual([
      allowed(['Query'], `${TABLE_ARN}/index/gsi1`),
      LEDGER,
    ]);
  });

  test('to partitions, and only where the request has a key: ForAllValues alone would let a request without one pass', () => {
    const leadingKeys = ['company#Acme', 'user#*'];
    const condition = {
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    };

    expect(
      access((table, grantee) =>
        table.grantReadWrite(grantee, { actions: ['GetItem', 'PutItem'], indexes: ['gsi1'], leadingKeys }),
      ),
    ).toEqual([
      { ...allowed(['GetItem', 'PutItem']), ...condition },
      { ...allowed(['Query'], `${TABLE_ARN}/index/gsi1`), ...condition },
      LEDGER,
    ]);
  });

  test('to partitions by a policy variable, which Terraform leaves to IAM', () => {
    const variable = `company#\${aws:PrincipalAccount}`;
    const [statement] = access((table, grantee) => table.grantRead(grantee, { leadingKeys: [variable, '%{if}'] }));

    expect(statement?.Condition?.['ForAllValues:StringLike']).toEqual({
      'dynamodb:LeadingKeys': ['%{if}', variable],
    });
  });

  test.each([
    ['none', [], 'leadingKeys is empty'],
    ['an empty one', ['company#Acme', ''], '"" can\'t be one of leadingKeys'],
    ['one that IAM does not take', ['company#Łódź'], '"company#Łódź" can\'t be one of leadingKeys'],
  ])('but not by %s of leading keys', (_, leadingKeys, message) => {
    expect(() => granted((table, grantee) => table.grantWrite(grantee, { leadingKeys }))).toThrow(
      expect.objectContaining({ name: 'StacksError', code: 'leading-keys', message: expect.stringContaining(message) }),
    );
  });
});

describe('several grants', () => {
  test('to a function are one policy, each action in it once', () => {
    const stack = granted((table, grantee) => {
      table.grantRead(grantee, { actions: ['GetItem'] });
      table.grantWrite(grantee, { actions: ['PutItem'] });
      table.grantRead(grantee, { actions: ['GetItem', 'Query'], leadingKeys: ['company#Acme'] });
    });

    expect([...documentsOf(stack).keys()].sort()).toEqual(['table-access', 'write-logs']);
    expect(statementsOf(stack, 'table-access')).toEqual([
      allowed(['GetItem', 'PutItem']),
      expect.objectContaining({ Action: ['dynamodb:Query'], Condition: expect.anything() }),
    ]);
  });

  test('to several functions are policies of their own roles', () => {
    const stack = synthesised((scope) => {
      const table = new Table(scope, 'table', { name: 'things', region: 'eu-central-1' });
      table.grantRead(aFunction(scope, 'reader'), { actions: ['Query'] });
      table.grantWrite(aFunction(scope, 'writer'), { actions: ['PutItem'] });
    });
    const policy = (beginning: string) => only(stack, 'aws_iam_role_policy', `${beginning}_table-access`).resource;

    expect(policy('reader').role).toBe(`\${${only(stack, 'aws_iam_role', 'reader').address}.name}`);
    expect(policy('reader').policy).not.toContain('PutItem');
    expect(policy('writer').role).toBe(`\${${only(stack, 'aws_iam_role', 'writer').address}.name}`);
    expect(policy('writer').policy).not.toContain('Query');
  });

  test('that are more than IAM takes for a role are refused where they are made', () => {
    const leadingKeys = Array.from({ length: 200 }, (_, number) => `company#${String(number).padStart(50, '0')}`);

    expect(() => granted((table, grantee) => table.grantRead(grantee, { leadingKeys }))).toThrow(
      expect.objectContaining({
        code: 'policy-too-large',
        message: expect.stringMatching(/^The inline policies of the function things-api may come to \d{5} characters/),
      }),
    );
  });
});

describe('where the table has a key of its own', () => {
  const encryption = { kmsKeyArn: KEY_ARN };
  const keyAccess = (grant: (table: Table, grantee: ServiceFunction) => void) =>
    access(grant, { encryption }).filter(({ Resource }) => Resource === KEY_ARN);
  const throughDynamodb = { StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' } };

  test('who reads may decrypt with it, through DynamoDB alone', () => {
    expect(keyAccess((table, grantee) => table.grantRead(grantee, { leadingKeys: ['company#Acme'] }))).toEqual([
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: KEY_ARN, Condition: throughDynamodb },
    ]);
  });

  test('who writes may encrypt with it as well', () => {
    expect(keyAccess((table, grantee) => table.grantWrite(grantee))).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: KEY_ARN,
        Condition: throughDynamodb,
      },
    ]);
  });

  test('who reads the stream may decrypt with it', () => {
    const stack = granted((table, grantee) => void table.grantStream(grantee), { encryption });

    expect(statementsOf(stack, 'table-stream').map(({ Resource }) => Resource)).toEqual([STREAM_ARN, '*', KEY_ARN]);
  });

  test.each([undefined, 'aws-owned', 'aws-managed'] as const)('but not where its key is DynamoDB’s: %s', (owner) => {
    const text = JSON.stringify(granted((table, grantee) => table.grantReadWrite(grantee), { encryption: owner }));

    expect(text).not.toContain('kms:');
  });
});

test('the function is told the name of the table that it may use', () => {
  const stack = granted((table, grantee) => table.grantRead(grantee));

  expect(only(stack, 'aws_lambda_function').resource.environment).toEqual({
    variables: { DEPLOYMENT: 'staging', TABLE_NAME: 'things' },
  });
});

test('a stream that the deployment declares not to be there is granted to nobody', () => {
  expect(() => granted((table, grantee) => void table.grantStream(grantee), { stream: false })).toThrow(
    new StacksError(
      'no-stream',
      'The table things has no stream for a function to read. Set its `stream` in deployments.ts, and run yarn bootstrap.',
    ),
  );
});
