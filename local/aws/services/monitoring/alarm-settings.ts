import { z } from 'zod';
import { flag, integer, list, names, number } from './inputs';

/** Ranges and choices: CloudWatch API reference, PutMetricAlarm and MetricDataQuery. */
const period = integer.refine((seconds) => [1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0, {
  message: 'must be 1, 5, 10, 20, 30 or a multiple of 60',
});
const metricName = z.string().min(1).max(255);
const namespace = z.string().max(255).regex(/^[^:]/);
const dimensions = list(z.strictObject({ Name: z.string(), Value: z.string() }));
const metricQuery = z.strictObject({
  Id: z.string().regex(/^[a-z][A-Za-z0-9_]*$/),
  Expression: z.string().min(1).max(2048).optional(),
  Label: z.string().optional(),
  ReturnData: flag.optional(),
  Period: period.optional(),
  AccountId: z.string().optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: namespace.optional(),
        MetricName: metricName.optional(),
        Dimensions: dimensions.optional(),
      }),
      Period: period,
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
});

/** What PutMetricAlarm takes of an alarm itself, in the form in which DescribeAlarms answers it. */
export const alarmSettings = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: flag.default(true),
  OKActions: names.default([]),
  AlarmActions: names.default([]),
  InsufficientDataActions: names.default([]),
  MetricName: metricName.optional(),
  Namespace: namespace.optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: dimensions.default([]),
  Period: period.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: integer,
  DatapointsToAlarm: integer.optional(),
  Threshold: number.optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
    'LessThanLowerOrGreaterThanUpperThreshold',
    'LessThanLowerThreshold',
    'GreaterThanUpperThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  EvaluateLowSampleCountPercentile: z.enum(['evaluate', 'ignore']).optional(),
  Metrics: list(metricQuery).optional(),
});

export type AlarmSettings = z.output<typeof alarmSettings>;
