import { describeKey, sameValue, type WireItem } from '../../bulk/attribute-values';
import { BootstrapError } from '../../errors';
import { type Change, type Preparation, prepareItem } from './prepare-item';

/**
 * Transforms each item of a sample twice: what a crash leaves behind is transformed again by the next run, and must come
 * out the same.
 *
 * @throws {BootstrapError} `transform-not-idempotent`, with the item and what differs
 */
export function checkIdempotence(items: readonly WireItem[], preparation: Preparation): void {
  for (const item of items) {
    const first = prepareItem(item, preparation);
    if (first.kind !== 'change' || !first.change.after) continue;
    const second = prepareItem(first.change.after, preparation);
    if (second.kind === 'change') throw notIdempotent(item, describeDifference(second.change));
    if (second.kind === 'failure') throw notIdempotent(item, second.failure.reason);
  }
}

function describeDifference({ before, after, set, removed }: Change): string {
  if (!after) return 'it is deleted';
  const [name = ''] = [...Object.keys(set), ...removed];
  const text = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200));
  return sameValue(before[name], after[name])
    ? name
    : `${name} goes from ${text(before[name])} to ${text(after[name])}`;
}

function notIdempotent(item: WireItem, difference: string): BootstrapError {
  return new BootstrapError(
    'transform-not-idempotent',
    `The transform is not idempotent: applied to what it made of ${describeKey(item)}, it changes that again (${difference}). ` +
      'What was done shortly before a crash is done again. Nothing was changed. Let the transform leave what is as it is to ' +
      'be, or match such items no more with `where`, or set exactlyOnce: true, which uses twice the write units.',
  );
}
