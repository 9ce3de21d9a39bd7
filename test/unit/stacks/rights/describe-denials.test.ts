import { describeDenials } from '../../../../stacks/rights/describe-denials';

const tableArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/music';
const right = (action: string, resource = 'table') => ({ action: `dynamodb:${action}`, resource });

test('what was denied is named, with the grants and with one statement for each resource', () => {
  const message = describeDenials({
    functionName: 'membership-counter',
    purpose: 'countMembership',
    denied: [right('PutItem'), right('Query', 'table/index/gsi1'), right('UpdateItem')],
    tableArn,
  });

  expect(message).toBe(`The role of membership-counter may not do all that countMembership does. It was denied:
  dynamodb:PutItem on table
  dynamodb:Query on table/index/gsi1
  dynamodb:UpdateItem on table
Grant it in stacks/service-stack.ts:
  table.grantWrite(membershipCounter, { actions: ['PutItem', 'UpdateItem'] })
  table.grantRead(membershipCounter, { actions: [], indexes: ['gsi1'] })
The policy of the role that grants it has this in it:
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
  const message = describeDenials({ functionName: 'api', purpose: 'look', denied, tableArn });

  expect(message).not.toContain('stacks/service-stack.ts');
  expect(message).toContain(`"Resource": "${tableArn}-2"`);
});
