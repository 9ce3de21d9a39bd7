import { BootstrapError } from '../../errors';
import { commandFor } from '../command-for';
import type { BackfillHeader } from './backfill-header';
import type { BackfillOptions } from './backfill-options';
import { checksumOfFunction, type Matcher } from './match';

/** What a backfill is, as far as it has to stay the same from its beginning to its end. */
export type Definition = Pick<BackfillHeader, 'segments' | 'match' | 'transform' | 'exactlyOnce'>;

/** @param segments where the options do not say */
export const defineBackfill = (
  { segments: given, transform, exactlyOnce = false }: BackfillOptions,
  { text: match }: Matcher,
  segments: number,
): Definition => ({ segments: given ?? segments, match, transform: checksumOfFunction(transform), exactlyOnce });

/**
 * Checks that a backfill which goes on is still the one that began.
 *
 * @throws {BootstrapError} `backfill-changed`, with what has changed and what can be done
 */
export function requireSame(header: BackfillHeader, wanted: Definition, deployment: string | undefined): void {
  const { migration, name, mayHaveChanged = false } = header;
  const fail = (what: string, ways: string): never => {
    throw new BootstrapError(
      'backfill-changed',
      `An earlier run has begun backfill ${name} of ${migration}, and ${what} since. ${ways} Nothing was changed.`,
    );
  };
  const startAnew = `Give it another name (name: '${name}-2'): it then begins anew.`;
  if (header.segments !== wanted.segments) {
    fail(
      `its segments have changed from ${header.segments} to ${wanted.segments}`,
      `Its checkpoints are those of ${header.segments} segments: put that back. Or: ${startAnew}`,
    );
  }
  if (partOf(header.match) !== partOf(wanted.match)) {
    fail(
      `the partition that it reads has changed from ${partOf(header.match)} to ${partOf(wanted.match)}`,
      `Its checkpoints are places in the former one: put that back. Or: ${startAnew}`,
    );
  }
  if (header.exactlyOnce !== wanted.exactlyOnce) {
    fail(
      `exactlyOnce has changed to ${wanted.exactlyOnce}`,
      `What it has done so far was done ${header.exactlyOnce ? 'exactly' : 'at least'} once: put it back. Or: ${startAnew}`,
    );
  }
  const changed = [
    ...(header.match === wanted.match ? [] : ['what it matches']),
    ...(header.transform === wanted.transform ? [] : ['its transform']),
  ];
  if (changed.length === 0 || mayHaveChanged) return;
  const repair = commandFor(`yarn migrate repair ${migration}`, deployment);
  fail(
    `${changed.join(' and ')} ${changed.length > 1 ? 'have' : 'has'} changed`,
    'What it has done so far was done by the former one. If that may stay as it is, ' +
      `${repair} accepts the change, and it goes on from its checkpoints. If not: put the change back, or: ${startAnew}`,
  );
}

/** Of a matcher's text, what is read: the table, or a partition of it. */
function partOf(match: string): string {
  const { partition, sortKeyPrefix = '' } = JSON.parse(match);
  return partition === undefined ? 'none' : JSON.stringify([partition, sortKeyPrefix]);
}
