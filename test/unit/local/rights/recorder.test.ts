import type { AccessDecision } from '../../../../local/aws/dynamodb/authoriser';
import { createRightsRecorder } from '../../../../local/rights/recorder';

const decision = (role: string, action: string, allowed = true): AccessDecision => ({
  sessionArn: `arn:aws:sts::123456789012:assumed-role/${role}/session`,
  action: `dynamodb:${action}`,
  resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/t',
  allowed,
});

const right = (action: string) => ({
  action: `dynamodb:${action}`,
  resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/t',
});

test('a role’s rights are told once each, in the order in which it asked for them, what was denied apart', () => {
  const recorder = createRightsRecorder();
  for (const action of ['Query', 'GetItem', 'Query']) recorder.onDecision(decision('api', action));
  recorder.onDecision(decision('api', 'Scan', false));

  expect(recorder.take('api')).toEqual({ allowed: [right('Query'), right('GetItem')], denied: [right('Scan')] });
});

test('what was taken is not told again, and what another role did is still there', () => {
  const recorder = createRightsRecorder();
  recorder.onDecision(decision('api', 'Query'));
  recorder.onDecision(decision('counter', 'PutItem'));
  recorder.take('api');

  expect(recorder.take('api')).toEqual({ allowed: [], denied: [] });
  expect(recorder.take('counter')).toEqual({ allowed: [right('PutItem')], denied: [] });
});
