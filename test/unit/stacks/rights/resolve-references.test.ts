import { resolveReferences } from '../../../../stacks/rights/resolve-references';

const place = { region: 'eu-north-1', accountId: '123456789012' };

/** As a stack refers to what is elsewhere in it. */
const reference = (address: string): string => `\${${address}}`;

const stack = {
  data: { aws_dynamodb_table: { lookup_1: { name: 'music' } } },
  resource: {
    aws_cloudwatch_log_group: {
      logs_1: { name: `/aws/lambda/${reference('aws_lambda_function.api_1.function_name')}` },
    },
    aws_iam_role: { role_1: { name: 'music-api-eu-north-1' } },
    aws_kms_key: { key_1: {} },
    aws_lambda_function: { api_1: { function_name: 'music-api', role: reference('aws_iam_role.role_1.arn') } },
    aws_sns_topic: { topic_1: { name: 'alarms' } },
    aws_sqs_queue: { 'dead-letters_1': { name: 'music-dead-letters' } },
  },
};

test.each([
  ['data.aws_dynamodb_table.lookup_1.arn', 'arn:aws:dynamodb:eu-north-1:123456789012:table/music'],
  [
    'data.aws_dynamodb_table.lookup_1.stream_arn',
    'arn:aws:dynamodb:eu-north-1:123456789012:table/music/stream/2026-01-01T00:00:00.000',
  ],
  ['aws_cloudwatch_log_group.logs_1.arn', 'arn:aws:logs:eu-north-1:123456789012:log-group:/aws/lambda/music-api'],
  ['aws_iam_role.role_1.name', 'music-api-eu-north-1'],
  ['aws_iam_role.role_1.id', 'music-api-eu-north-1'],
  ['aws_iam_role.role_1.arn', 'arn:aws:iam::123456789012:role/music-api-eu-north-1'],
  ['aws_lambda_function.api_1.arn', 'arn:aws:lambda:eu-north-1:123456789012:function:music-api'],
  ['aws_lambda_function.api_1.role', 'arn:aws:iam::123456789012:role/music-api-eu-north-1'],
  ['aws_sns_topic.topic_1.arn', 'arn:aws:sns:eu-north-1:123456789012:alarms'],
  ['aws_sqs_queue.dead-letters_1.arn', 'arn:aws:sqs:eu-north-1:123456789012:music-dead-letters'],
])('%s is %s', (address, value) => {
  expect(resolveReferences(reference(address), stack, place)).toBe(value);
});

test('all references of a text are replaced, and what stands around them stays', () => {
  const table = reference('data.aws_dynamodb_table.lookup_1.arn');

  expect(resolveReferences(`["${table}","${table}/index/gsi1"]`, stack, place)).toBe(
    '["arn:aws:dynamodb:eu-north-1:123456789012:table/music","arn:aws:dynamodb:eu-north-1:123456789012:table/music/index/gsi1"]',
  );
});

test('a policy variable, which Terraform wants escaped, is what IAM gets to see', () => {
  const variable = reference('aws:PrincipalTag/tenant');

  expect(resolveReferences(`tenant#$${variable}`, stack, place)).toBe(`tenant#${variable}`);
});

test.each([
  ['of a block that is not there', 'aws_sqs_queue.none.arn'],
  ['of a type whose ARN no name tells', 'aws_kms_key.key_1.arn'],
  ['of another attribute', 'aws_sqs_queue.dead-letters_1.url'],
  ['of a data source as a resource', 'aws_dynamodb_table.lookup_1.arn'],
  ['of a property that every object has', 'constructor.constructor.name'],
  ['that is a call', 'join("", [])'],
  ['that is none', ''],
])('a reference %s is an error that names it', (_, address) => {
  expect(() => resolveReferences(`arn: ${reference(address)}`, stack, place)).toThrow(
    expect.objectContaining({
      name: 'StacksError',
      code: 'unknown-reference',
      message: expect.stringContaining(`What ${reference(address)} is`),
    }),
  );
});
