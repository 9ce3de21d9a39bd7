import { z } from 'zod';
import { type AwsPlace, regionalArn } from '../../arn';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { jsonService } from '../../protocols/json';
import type { AwsService } from '../../service';
import type { Store } from '../../store';
import { type Tags, tagMap, withoutTags } from '../tags';

interface LogGroup {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Absent: kept for ever. */
  retentionDays?: number;
  tags: Tags;
}

interface LogsState {
  groups: Record<string, LogGroup>;
}

export const emptyLogsState: LogsState = { groups: {} };

/** CloudWatch Logs: log groups, their retention and tags. What functions print goes to files, not through here. */
export function logsService(store: Store<LogsState>, place: AwsPlace): AwsService {
  return jsonService({ service: 'logs', actions: { ...groupActions(store, place), ...tagActions(store, place) } });
}

function groupActions(store: Store<LogsState>, place: AwsPlace): Record<string, Action> {
  return {
    CreateLogGroup: action(createInput, (input) =>
      store.change((state) => {
        if (Object.hasOwn(state.groups, input.logGroupName)) {
          throw new AwsFault('ResourceAlreadyExistsException', 'The specified log group already exists');
        }
        state.groups[input.logGroupName] = { name: input.logGroupName, createdAt: Date.now(), tags: input.tags };
      }),
    ),
    DeleteLogGroup: action(groupInput, (input) =>
      store.change((state) => {
        delete state.groups[groupIn(state, input.logGroupName).name];
      }),
    ),
    DescribeLogGroups: action(describeInput, (input) => ({
      logGroups: Object.values(store.read().groups)
        .filter((group) => group.name.startsWith(input.logGroupNamePrefix))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map((group) => describe(group, place)),
    })),
    PutRetentionPolicy: action(retentionInput, (input) =>
      store.change((state) => {
        groupIn(state, input.logGroupName).retentionDays = input.retentionInDays;
      }),
    ),
    DeleteRetentionPolicy: action(groupInput, (input) =>
      store.change((state) => {
        delete groupIn(state, input.logGroupName).retentionDays;
      }),
    ),
  };
}

function tagActions(store: Store<LogsState>, place: AwsPlace): Record<string, Action> {
  return {
    ListTagsForResource: action(resourceInput, (input) => ({
      tags: groupByArn(store.read(), place, input.resourceArn).tags,
    })),
    TagResource: action(resourceInput.extend({ tags: tagMap }), (input) =>
      store.change((state) => {
        Object.assign(groupByArn(state, place, input.resourceArn).tags, input.tags);
      }),
    ),
    UntagResource: action(resourceInput.extend({ tagKeys: z.array(z.string()) }), (input) =>
      store.change((state) => {
        const group = groupByArn(state, place, input.resourceArn);
        group.tags = withoutTags(group.tags, input.tagKeys);
      }),
    ),
  };
}

/** Rules of names and the retentions there are: CloudWatch Logs API reference, CreateLogGroup and PutRetentionPolicy. */
const logGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const groupInput = z.strictObject({ logGroupName });
const createInput = groupInput.extend({
  tags: tagMap.default({}),
  logGroupClass: z.literal('STANDARD').optional(),
  deletionProtectionEnabled: z.literal(false).optional(),
});
const retentionInput = groupInput.extend({
  retentionInDays: z.number().refine((days) => retentions.includes(days), `must be one of ${retentions.join(', ')}`),
});
const describeInput = z.strictObject({
  logGroupNamePrefix: z.string().default(''),
  limit: z.number().optional(),
  nextToken: z.string().optional(),
});
const resourceInput = z.strictObject({ resourceArn: z.string() });

function groupIn(state: LogsState, name: string): LogGroup {
  const group = Object.hasOwn(state.groups, name) ? state.groups[name] : undefined;
  if (!group) throw new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** The ARN comes with `:*` at its end or without, depending on the call. */
function groupByArn(state: Readonly<LogsState>, place: AwsPlace, arn: string): LogGroup {
  const prefix = regionalArn('logs', place, 'log-group:');
  return groupIn(state, arn.startsWith(prefix) ? arn.slice(prefix.length).replace(/:\*$/, '') : arn);
}

function describe(group: LogGroup, place: AwsPlace): object {
  const arn = regionalArn('logs', place, `log-group:${group.name}`);
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionDays,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: 'STANDARD',
    storedBytes: 0,
  };
}
