import { describeDenials } from '../../../../stacks/rights/describe-denials';

const tableArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/music';
const right = (action: string, resource = 'table') => ({ action: `dynamodb:${action}`, resource });

test('what was denied is named, with the grants and with one statement for each resource', () => {
  const message = describeDenials({
    functionName: 'membership-counter',
    purpose: 'countMembership',
    denied: [right('PutItem'), right('Query', 'table/index/gsi1'), right('UpdateItem')],
    allowed: [],
    tableArn,
  });

  expect(message).toBe(`The role of membership-counter may not do all that countMembership does. It was denied:
  dynamodb:PutItem on table
  dynamodb:Query on table/index/gsi1
  dynamodb:UpdateItem on table
Grant it in stacks/service-stack.ts:
  table.grantWrite(membershipCounter, { actions: ['PutItem', 'UpdateItem'] })
  table.grantRead(membershipCounter, { actions: [], indexes: ['gsi1'] })
As a statement of the role's policy:
{
  "Effect": "Allow",
  "Action": [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem"
  ],
  "Resource": "${tableArn}"
}
{
  "Effect": "Allow",
  "Action": [
    "dynamodb:Query"
  ],
  "Resource": "${tableArn}/index/gsi1"
}`);
});

test('what no verb grants has the statement alone', () => {
  const denied = [{ action: 'dynamodb:GetItem', resource: `${tableArn}-2` }];
  const message = describeDenials({ functionName: 'api', purpose: 'look', denied, allowed: [], tableArn });

  expect(message).not.toContain('stacks/service-stack.ts');
  expect(message).toContain(`"Resource": "${tableArn}-2"`);
});

test.each(['table', 'table*', tableArn.replace('music', 'mus*')])(
  'what is allowed on %s under a condition is told with the condition',
  (resource) => {
    const condition = { StringEquals: { 'dynamodb:Select': 'COUNT' } };
    const allowed = [{ ...right('Query', resource), policy: 'table-access', condition }];
    const message = describeDenials({
      functionName: 'api',
      purpose: 'look',
      denied: [right('Query')],
      allowed,
      tableArn,
    });

    expect(message).toContain(
      `  dynamodb:Query on table\n    which the policy table-access allows only under the condition ${JSON.stringify(condition)}\n`,
    );
  },
);
