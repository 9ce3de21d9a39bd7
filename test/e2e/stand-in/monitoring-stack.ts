import { reference, requiredProviders } from './stack';

/** What of the stack changes in the course of the test. */
export interface MonitoringSettings {
  title: string;
  threshold: number;
  tags: Record<string, string>;
}

/** Name of the queue that the topic delivers to. */
export const queueName = 'stand-in-alarms';

const account = reference('data.aws_caller_identity.current.account_id');
const topic = reference('aws_sns_topic.alarms.arn');

/**
 * An alarm that tells a queue and a mail address by a topic, and a dashboard: by itself, because the provider waits 25
 * seconds for a new queue whatever it is answered.
 */
export function monitoringStack(settings: MonitoringSettings): object {
  return {
    terraform: { required_providers: requiredProviders },
    provider: { aws: { region: 'eu-central-1', default_tags: { tags: settings.tags } } },
    data: { aws_caller_identity: { current: {} } },
    resource: { ...messaging(settings), ...watching(settings) },
    output: { topic: { value: topic } },
  };
}

function messaging({ title }: MonitoringSettings): object {
  return {
    aws_sqs_queue: {
      alarms: {
        name: queueName,
        message_retention_seconds: 1_209_600,
        policy: policy({
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:eu-central-1:${account}:${queueName}`,
          Condition: { ArnEquals: { 'aws:SourceArn': topic } },
        }),
      },
    },
    aws_sns_topic: { alarms: { name: 'stand-in-alarms', display_name: title } },
    aws_sns_topic_policy: {
      alarms: {
        arn: topic,
        policy: policy({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic,
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        }),
      },
    },
    aws_sns_topic_subscription: {
      queue: { topic_arn: topic, protocol: 'sqs', endpoint: reference('aws_sqs_queue.alarms.arn') },
      mail: { topic_arn: topic, protocol: 'email', endpoint: 'ada@example.com' },
    },
  };
}

function watching({ title, threshold }: MonitoringSettings): object {
  const widget = { type: 'text', width: 6, height: 2, properties: { markdown: `# ${title}` } };
  return {
    aws_cloudwatch_metric_alarm: {
      errors: {
        alarm_name: 'stand-in-errors',
        namespace: 'AWS/Lambda',
        metric_name: 'Errors',
        dimensions: { FunctionName: 'stand-in-api' },
        statistic: 'Sum',
        period: 60,
        evaluation_periods: 1,
        comparison_operator: 'GreaterThanThreshold',
        threshold,
        treat_missing_data: 'notBreaching',
        alarm_actions: [topic],
      },
      rate: {
        alarm_name: 'stand-in-error-rate',
        evaluation_periods: 1,
        comparison_operator: 'GreaterThanThreshold',
        threshold: 0,
        metric_query: [
          { id: 'rate', expression: '100 * errors / invocations', label: 'Error rate', return_data: true },
          { id: 'errors', metric: metric('Errors') },
          { id: 'invocations', metric: metric('Invocations') },
        ],
      },
    },
    aws_cloudwatch_dashboard: {
      service: { dashboard_name: 'stand-in', dashboard_body: JSON.stringify({ widgets: [widget] }) },
    },
  };
}

function metric(name: string): object {
  const dimensions = { FunctionName: 'stand-in-api' };
  return { namespace: 'AWS/Lambda', metric_name: name, period: 60, stat: 'Sum', dimensions };
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}
