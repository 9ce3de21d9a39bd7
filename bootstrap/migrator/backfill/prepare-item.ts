import {
  describeKey,
  keyOf,
  sameValue,
  type WireItem,
  type WireKey,
  type WireValue,
} from '../../bulk/attribute-values';
import { itemSize, MOST_ITEM_BYTES } from '../../bulk/item-size';
import { type Item, setAttribute, toNativeItem, toWire } from '../../bulk/native-values';
import { BootstrapError } from '../../errors';
import { type BackfillOptions, Removal } from './backfill-options';
import { brokenKeyLimit, type KeyLimit } from './key-limits';
import type { Matcher } from './match';

/** What is to be done to one item. */
export interface Change {
  key: WireKey;
  /** The item as the transform saw it. */
  before: WireItem;
  /** Attributes that the transform looked for and did not find: that they are still not there is part of what it saw. */
  missed: readonly string[];
  /** The item as it is to be; undefined: it is to be deleted. */
  after?: WireItem;
  /** Of `after`, the attributes that are new or other than before. */
  set: WireItem;
  /** Names of attributes that are to go. */
  removed: readonly string[];
}

/** An item that can't be written, and why. */
export interface Failure {
  key: WireKey;
  reason: string;
}

export type Prepared =
  | { kind: 'change'; change: Change }
  | { kind: 'failure'; failure: Failure }
  /** It does not match. */
  | { kind: 'unmatched' }
  /** It matches, and is as it is to be. */
  | { kind: 'unchanged' };

export interface Preparation extends Pick<BackfillOptions, 'transform'> {
  matcher: Pick<Matcher, 'accepts' | 'filtered'>;
  keyLimits: readonly KeyLimit[];
}

/**
 * Asks the transform what is to become of an item, and checks that DynamoDB would take it.
 *
 * @throws {BootstrapError} `backfill-invalid` where the transform or a predicate is asynchronous
 */
export function prepareItem(before: WireItem, { transform, matcher, keyLimits }: Preparation): Prepared {
  const key = keyOf(before);
  const missed = new Set(matcher.filtered);
  const seen = toSeen(before, missed);
  try {
    if (!matcher.accepts(seen)) return { kind: 'unmatched' };
    const transformed = transform(seen);
    if (transformed === undefined) return { kind: 'unchanged' };
    if (transformed instanceof Removal) {
      return { kind: 'change', change: { key, before, missed: notThere(missed, before), set: {}, removed: [] } };
    }
    if (transformed instanceof Promise) {
      // Nobody else looks at it: what it is rejected with would end the process.
      transformed.catch(() => undefined);
      throw new BootstrapError(
        'backfill-invalid',
        'The transform returned a promise: it has to return the item at once.',
      );
    }
    if (typeof transformed !== 'object' || transformed === null) {
      return failed(key, 'the transform returned neither an item nor undefined nor remove()');
    }
    const change = compare(before, transformed as Item);
    if (!sameValue(change.after.pk, key.pk) || !sameValue(change.after.sk, key.sk)) {
      return failed(key, 'the transform returned it without its key, or with another: return { ...item, … }');
    }
    if (Object.keys(change.set).length + change.removed.length === 0) return { kind: 'unchanged' };
    const broken = brokenLimit(change, keyLimits);
    if (broken !== undefined) return failed(key, broken);
    return { kind: 'change', change: { key, before, missed: notThere(missed, before), ...change } };
  } catch (error) {
    // It is no item's fault: none can be written.
    if (error instanceof BootstrapError && error.code === 'backfill-invalid') throw error;
    return failed(key, error instanceof Error ? error.message : String(error));
  }
}

const failed = (key: WireKey, reason: string): Prepared => ({ kind: 'failure', failure: { key, reason } });

/** What the transform had deleted itself before it looked for it was there. */
const notThere = (missed: ReadonlySet<string>, before: WireItem): string[] =>
  [...missed].filter((name) => !Object.hasOwn(before, name));

/** The item in JavaScript's values. Looking for an attribute that is not there is noted. */
const toSeen = (item: WireItem, missed: Set<string>): Item =>
  Object.setPrototypeOf(toNativeItem(item), new Proxy(missed, NOTING));

/** Stands where an object's prototype does, and so hears of what the object itself does not have. */
const NOTING: ProxyHandler<Set<string>> = {
  get: (missed, name) => {
    note(missed, name);
    return Reflect.get(Object.prototype, name);
  },
  has: (missed, name) => {
    note(missed, name);
    return Reflect.has(Object.prototype, name);
  },
  // An assignment to the item defines the attribute there, as it would without us.
  set: (_, name, value, receiver) => Reflect.defineProperty(receiver, name, { value, ...DEFINED }),
  // All that Object.prototype has is answered here.
  getPrototypeOf: () => null,
};

function note(missed: Set<string>, name: string | symbol): void {
  if (typeof name === 'string' && !Object.hasOwn(Object.prototype, name)) missed.add(name);
}

const DEFINED = { enumerable: true, writable: true, configurable: true };

function compare(before: WireItem, transformed: Item): Pick<Change, 'set' | 'removed'> & { after: WireItem } {
  const after: WireItem = {};
  const set: WireItem = {};
  for (const name of Object.keys(transformed)) {
    const value = transformed[name];
    if (value === undefined) continue;
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    const wire = known && isSamePrimitive(value, known) ? known : toWire(value, name);
    // What is in an object may have been changed in place: only its content tells.
    const isSame = wire === known || (known !== undefined && sameValue(known, wire));
    setAttribute(after, name, isSame ? known : wire);
    if (!isSame) setAttribute(set, name, wire);
  }
  return { after, set, removed: Object.keys(before).filter((name) => !Object.hasOwn(after, name)) };
}

/** What needs no conversion to be told from what was stored. */
const isSamePrimitive = (value: unknown, known: WireValue): boolean =>
  typeof value === 'string' ? value === known.S : typeof value === 'boolean' && value === known.BOOL;

function brokenLimit(
  { set, after }: { set: WireItem; after: WireItem },
  limits: readonly KeyLimit[],
): string | undefined {
  const broken = brokenKeyLimit(set, limits);
  if (broken !== undefined) return broken;
  const size = itemSize(after);
  return size <= MOST_ITEM_BYTES ? undefined : `it would have ${size} bytes; DynamoDB stores up to ${MOST_ITEM_BYTES}`;
}

/** A failure in one line, for a person. */
export const describeFailure = ({ key, reason }: Failure): string => `${describeKey(key)}: ${reason}`;
