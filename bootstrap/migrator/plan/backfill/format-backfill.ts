import { formatItem, shorten } from '../format-item';
import type { PlainItem } from '../plain-item';
import { formatCosts } from './format-costs';
import { counted, rounded, type SayNumber, sayNumbers, whole } from './format-numbers';
import type { Basis, PlannedBackfill, UnfinishedBackfill } from './planned-backfill';

/** A backfill of a plan as lines for a person. */
export function formatBackfill(planned: PlannedBackfill): string[] {
  const { operation, name, tableName, summary, basis, unfinished, costs, samples } = planned;
  const say = sayNumbers(basis);
  const lines = [
    ...(unfinished ? formatUnfinished(unfinished) : []),
    ...formatDoubt(basis),
    ...formatMatched(planned, say),
    ...formatChanges(planned, say),
    ...formatFailures(planned, say),
    ...formatCosts(costs, say),
    ...samples.flatMap((sample) => [describeKey(sample.key), ...formatItem(sample).map(indent)]),
  ];
  return [`${operation} ${name} ${tableName}: ${summary}`, ...lines.map(indent)];
}

const indent = (line: string): string => `  ${line}`;

/** Numbers that look sounder than they are. */
function formatDoubt(basis: Basis): string[] {
  if (basis.kind !== 'sample' || basis.suggestedItems === undefined) return [];
  return [
    `doubtful: by these segments the table has about ${rounded(basis.suggestedItems)} items. A few partitions have most of ` +
      "its items, or DynamoDB's count, which is up to six hours old, is not right any more",
  ];
}

function formatUnfinished({ state, by, startedAt, segments, segmentsDone, scanned, written }: UnfinishedBackfill) {
  const how = state === 'running' ? 'it runs now, or was cut off' : `it is ${state}`;
  return [
    `goes on where it was: begun ${startedAt} by ${by}, ${how}, with ${segmentsDone} of ${counted(segments, 'segment')} done ` +
      `(${counted(scanned, 'item')} read, ${whole(written)} written). These numbers are of the whole, what is done included`,
  ];
}

function formatMatched({ matched, entities, basis }: PlannedBackfill, say: SayNumber): string[] {
  const [only, ...others] = entities;
  if (!only) return [`matching: ${basis.kind === 'whole' ? 'no item' : say(matched, 'item')}`];
  const named = entities.map(
    ({ entity, count }) => `${others.length > 0 ? `${say(count)} ` : ''}${entity ?? 'without _et'}`,
  );
  return [`matching: ${say(matched, 'item')}: ${others.length > 0 ? '' : 'all '}${named.join(', ')}`];
}

function formatChanges({ matched, updated, removed, unchanged }: PlannedBackfill, say: SayNumber): string[] {
  if (matched.value === 0) return [];
  const parts = [
    ...(updated.value > 0 ? [`${say(updated)} would be changed`] : []),
    ...(removed.value > 0 ? [`${say(removed)} would be deleted`] : []),
    ...(unchanged.value > 0 ? [`${say(unchanged)} are as they are to be`] : []),
  ];
  return parts.length > 0 ? [parts.join('; ')] : [];
}

function formatFailures({ failed, matched, failures, onError }: PlannedBackfill, say: SayNumber): string[] {
  if (failed.value === 0) return [];
  const consequence =
    onError === 'stop'
      ? "the first of them ends the run (onError: 'stop')"
      : "they are left, for yarn migrate failures (onError: 'skip')";
  return [
    `would fail: ${say(failed, 'item')}, ${percentage(failed.value / matched.value)} of those that match: ${consequence}`,
    ...failures.map(({ key, reason }) => indent(`${describeKey(key)}: ${shorten(reason)}`)),
  ];
}

const percentage = (share: number): string =>
  `${new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 }).format(share * 100)} %`;

const describeKey = (key: PlainItem): string =>
  Object.entries(key)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(', ');
