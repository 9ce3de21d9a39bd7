import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { Metric } from './metric';

export interface AlarmOptions {
  /** Unique among the alarms of the account and region. */
  name: string;
  /** What has happened and where to look, for who is woken by it. */
  description: string;
  metric: Metric;
  /** The alarm goes off where the metric reaches it. Default: 1. */
  threshold?: number;
  /** ARNs of what is told when it goes off, and when all is well again. */
  actions: readonly string[];
}

const PERIOD_SECONDS = 300;

/** An alarm that goes off when a metric reaches its threshold within five minutes. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, { name, description, metric, threshold = 1, actions }: AlarmOptions) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription: description,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: metric.statistic,
      dimensions: { ...metric.dimensions },
      period: PERIOD_SECONDS,
      evaluationPeriods: 1,
      threshold,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      // Where nothing is called there is nothing to count, and nothing wrong.
      treatMissingData: 'notBreaching',
      ...(actions.length > 0 && { alarmActions: [...actions], okActions: [...actions] }),
    });
  }
}
