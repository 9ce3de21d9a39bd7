import { z } from 'zod';
import { type AwsPlace, regionalArn } from '../../arn';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { tagList, toTagList, withoutTags } from '../tags';
import { type AlarmSettings, alarmSettings } from './alarm-settings';
import { list, names } from './inputs';
import type { Alarm, MonitoringState, MonitoringStore } from './state';

/**
 * The calls that put, describe and delete metric alarms, and their tags. There are no metrics here, so that an alarm
 * stays as CloudWatch's are at first, without sufficient data, and never acts.
 */
export function alarmActions(store: MonitoringStore, place: AwsPlace): Record<string, Action> {
  return {
    PutMetricAlarm: action(putInput, ({ Tags: tags, ...settings }) => {
      checkMetric(settings);
      store.change((state) => {
        const now = new Date().toISOString();
        const existing = Object.hasOwn(state.alarms, settings.AlarmName) ? state.alarms[settings.AlarmName] : undefined;
        // Tags are for a new alarm: PutMetricAlarm leaves those of one that is there as they are.
        const kept = { tags: existing?.tags ?? tags, createdAt: existing?.createdAt ?? now };
        state.alarms[settings.AlarmName] = { ...kept, settings, modifiedAt: now };
      });
    }),
    DescribeAlarms: action(describeInput, (input) => {
      const alarms = Object.values(store.read().alarms)
        .filter(({ settings }) => input.AlarmNames?.includes(settings.AlarmName) ?? true)
        .filter(({ settings }) => settings.AlarmName.startsWith(input.AlarmNamePrefix))
        .sort((one, other) => (one.settings.AlarmName < other.settings.AlarmName ? -1 : 1));
      return { MetricAlarms: alarms.map((alarm) => describe(alarm, place)), CompositeAlarms: [] };
    }),
    DeleteAlarms: action(deleteInput, ({ AlarmNames }) =>
      store.change((state) => {
        for (const name of AlarmNames) delete state.alarms[alarmIn(state, name).settings.AlarmName];
      }),
    ),
    ListTagsForResource: action(resourceInput, ({ ResourceARN: arn }) => ({
      Tags: toTagList(alarmByArn(store.read(), place, arn).tags),
    })),
    TagResource: action(resourceInput.extend({ Tags: tagList }), ({ ResourceARN: arn, Tags }) =>
      store.change((state) => {
        Object.assign(alarmByArn(state, place, arn).tags, Tags);
        return {};
      }),
    ),
    UntagResource: action(resourceInput.extend({ TagKeys: names }), ({ ResourceARN: arn, TagKeys }) =>
      store.change((state) => {
        const alarm = alarmByArn(state, place, arn);
        alarm.tags = withoutTags(alarm.tags, TagKeys);
        return {};
      }),
    ),
  };
}

const putInput = alarmSettings.extend({ Tags: tagList.default({}) });
const describeInput = z.strictObject({
  AlarmNames: names.optional(),
  AlarmNamePrefix: z.string().default(''),
  AlarmTypes: list(z.literal('MetricAlarm')).optional(),
});
const deleteInput = z.strictObject({ AlarmNames: names });
const resourceInput = z.strictObject({ ResourceARN: z.string() });

/** One metric with a statistic, or metric queries: CloudWatch API reference, PutMetricAlarm. */
function checkMetric({ MetricName, Namespace, Metrics, Statistic, ExtendedStatistic, Period }: AlarmSettings): void {
  const ofOneMetric = [MetricName, Namespace, Period, Statistic ?? ExtendedStatistic];
  const complete = Metrics
    ? ofOneMetric.every((parameter) => parameter === undefined)
    : ofOneMetric.every((parameter) => parameter !== undefined);
  if (complete) return;
  throw new AwsFault(
    'ValidationError',
    'An alarm needs either MetricName, Namespace, Period and a statistic, or Metrics, and not both.',
  );
}

function alarmArn(place: AwsPlace, name: string): string {
  return regionalArn('cloudwatch', place, `alarm:${name}`);
}

function alarmIn(state: MonitoringState, name: string): Alarm {
  const alarm = Object.hasOwn(state.alarms, name) ? state.alarms[name] : undefined;
  if (!alarm) throw new AwsFault('ResourceNotFound', `Alarm ${name} does not exist`, 404);
  return alarm;
}

function alarmByArn(state: MonitoringState, place: AwsPlace, arn: string): Alarm {
  const prefix = alarmArn(place, '');
  const name = arn.startsWith(prefix) ? arn.slice(prefix.length) : '';
  const alarm = Object.hasOwn(state.alarms, name) ? state.alarms[name] : undefined;
  if (!alarm) throw new AwsFault('ResourceNotFoundException', `Unknown resource ${arn}`, 404);
  return alarm;
}

function describe({ settings, createdAt, modifiedAt }: Alarm, place: AwsPlace) {
  return {
    ...settings,
    AlarmArn: alarmArn(place, settings.AlarmName),
    AlarmConfigurationUpdatedTimestamp: new Date(modifiedAt),
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: new Date(createdAt),
    StateTransitionedTimestamp: new Date(createdAt),
  };
}
