import { Alarm } from '../../../../../stacks/constructs/monitoring/alarm';
import { alarmActions } from '../../../../../stacks/constructs/monitoring/alarm-actions';
import { functionMetrics } from '../../../../../stacks/constructs/monitoring/metrics';
import { only, type Synthesised, synthesised } from '../../support/synthesised';

const alarmOf = (alarmTopic?: string): Synthesised =>
  synthesised((scope) => {
    new Alarm(scope, 'errors', {
      name: 'things-api-errors',
      description: 'Something is wrong.',
      metric: functionMetrics('things-api').errors,
      actions: alarmActions(scope, { alarmTopic }),
    });
  });

const alarm = (stack: Synthesised) => only(stack, 'aws_cloudwatch_metric_alarm').resource;

test('an alarm goes off when its metric reaches the threshold in five minutes, and not where there is nothing to count', () => {
  expect(alarm(alarmOf())).toEqual({
    alarm_name: 'things-api-errors',
    alarm_description: 'Something is wrong.',
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    statistic: 'Sum',
    dimensions: { FunctionName: 'things-api' },
    period: 300,
    evaluation_periods: 1,
    threshold: 1,
    comparison_operator: 'GreaterThanOrEqualToThreshold',
    treat_missing_data: 'notBreaching',
  });
});

test('without a topic it tells nobody, and none is made', () => {
  expect(alarm(alarmOf())).not.toHaveProperty('alarm_actions');
  expect(alarmOf().resource).not.toHaveProperty('aws_sns_topic');
});

test('a topic that is named is made, and told when something is wrong and when it is well again', () => {
  const stack = alarmOf('things-are-wrong');
  const { resource, address } = only(stack, 'aws_sns_topic');

  expect(resource).toEqual({ name: 'things-are-wrong' });
  expect(alarm(stack)).toMatchObject({ alarm_actions: [`\${${address}.arn}`], ok_actions: [`\${${address}.arn}`] });
});

test('a topic that is given by its ARN is told, and stays its owner’s', () => {
  const arn = 'arn:aws:sns:eu-central-1:123456789012:operations';
  const stack = alarmOf(arn);

  expect(alarm(stack)).toMatchObject({ alarm_actions: [arn], ok_actions: [arn] });
  expect(stack.resource).not.toHaveProperty('aws_sns_topic');
});
