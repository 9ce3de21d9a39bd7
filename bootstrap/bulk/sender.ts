import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../errors';
import { type CapacityLimit, createCapacityLimit } from './capacity-limit';
import { type Concurrency, createConcurrency } from './concurrency';
import { isCharged, isWorthAnother } from './refusals';
import { isThrottling, throttlingReasonsOf } from './throttling';
import { createWireClient, type Operation } from './wire-client';

/** Sends the many requests of a run: as many at once as the table bears, within the limits, and again what passes. */
export interface Sender {
  /** @param expectedUnits what it will probably use: what it used in truth is taken from its answer, where that says so */
  read(operation: Operation, input: object, expectedUnits: number): Promise<object>;
  /** As `read`. `isThrottled` looks at an answer that is a success, and yet says of a part that it was throttled. */
  write(
    operation: Operation,
    input: object,
    expectedUnits: number,
    isThrottled?: (answer: object) => boolean,
  ): Promise<object>;
  usage: Usage;
  /** How many writes may be under way at once, by now. */
  writeConcurrency(): number;
  limits: { read: CapacityLimit; write: CapacityLimit };
  /** Aborted: whatever waits or is under way is given up. */
  signal: AbortSignal | undefined;
}

/** What a run has used so far. */
export interface Usage {
  readUnits: number;
  writeUnits: number;
  requests: number;
  /** Requests that were throttled, wholly or in part. */
  throttles: number;
  /** Why, where DynamoDB said so, e.g. `TableWriteKeyRangeThroughputExceeded`, with how often. */
  throttlingReasons: Record<string, number>;
  /** Requests that were sent again. */
  retries: number;
}

export interface SenderOptions {
  /** Capacity units per second. Default: no limit. */
  maxReadUnits?: number;
  maxWriteUnits?: number;
  /** How many requests at once, at most, of reads and of writes each. Default: 32. */
  maxConcurrency?: number;
  signal?: AbortSignal;
}

/** Some ten minutes: a table that is throttled for longer than that is throttled for good. */
const ATTEMPTS = 130;
const FIRST_CEILING_MILLISECONDS = 20;
const LAST_CEILING_MILLISECONDS = 10_000;

/**
 * A sender over a client.
 *
 * @throws {BootstrapError} `limit-invalid`
 * @throws from its methods: the SDK's error where it does not pass, or has not passed in ten minutes
 */
export function createSender(client: DynamoDBClient, options: SenderOptions = {}): Sender {
  const { maxReadUnits, maxWriteUnits, maxConcurrency } = options;
  const signal = options.signal && forManyListeners(options.signal);
  requireLimits({ maxReadUnits, maxWriteUnits, maxConcurrency });
  const send = createWireClient(client, signal);
  const usage: Usage = { readUnits: 0, writeUnits: 0, requests: 0, throttles: 0, throttlingReasons: {}, retries: 0 };
  const limits = {
    read: createCapacityLimit(maxReadUnits, signal),
    write: createCapacityLimit(maxWriteUnits, signal),
  };

  const noteThrottle = (reasons: readonly string[]): void => {
    usage.throttles += 1;
    for (const reason of reasons) usage.throttlingReasons[reason] = (usage.throttlingReasons[reason] ?? 0) + 1;
  };

  /** One attempt: what it expects is taken from the limit at once, what it used is put right when the answer is there. */
  async function attempt(
    kind: Kind,
    operation: Operation,
    input: object,
    isThrottled: (answer: object) => boolean,
  ): Promise<object> {
    const { concurrency, limit, expectedUnits } = kind;
    return concurrency.run(async (noteThrottled) => {
      await limit.take(expectedUnits);
      // What is not sent any more is not charged either.
      signal?.throwIfAborted();
      let used = 0;
      try {
        usage.requests += 1;
        const answer = await send(operation, { ...input, ReturnConsumedCapacity: 'INDEXES' });
        used = unitsOf(answer) ?? expectedUnits;
        if (isThrottled(answer)) {
          noteThrottled();
          noteThrottle([]);
        }
        return answer;
      } catch (error) {
        if (isCharged(error)) used = expectedUnits;
        if (isThrottling(error)) {
          noteThrottled();
          noteThrottle(throttlingReasonsOf(error));
        }
        throw error;
      } finally {
        limit.settle(expectedUnits, used);
        usage[kind.counter] += used;
      }
    });
  }

  async function sendUntilAnswered(
    kind: Kind,
    operation: Operation,
    input: object,
    isThrottled: (answer: object) => boolean = () => false,
  ): Promise<object> {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt(kind, operation, input, isThrottled);
      } catch (error) {
        signal?.throwIfAborted();
        if (!isWorthAnother(error) || count === ATTEMPTS) throw error;
        usage.retries += 1;
        await pause(count, signal);
      }
    }
  }

  const concurrencyOf = { read: createConcurrency(maxConcurrency), write: createConcurrency(maxConcurrency) };
  const kindOf = (name: 'read' | 'write', expectedUnits: number): Kind => ({
    concurrency: concurrencyOf[name],
    limit: limits[name],
    counter: name === 'read' ? 'readUnits' : 'writeUnits',
    expectedUnits,
  });

  return {
    read: (operation, input, units) => sendUntilAnswered(kindOf('read', units), operation, input),
    write: (operation, input, units, isThrottled) =>
      sendUntilAnswered(kindOf('write', units), operation, input, isThrottled),
    usage,
    writeConcurrency: concurrencyOf.write.limit,
    limits,
    signal,
  };
}

/** A limit that is not one would be none, or let nothing through for ever. */
function requireLimits(limits: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || value >= 1) continue;
    throw new BootstrapError('limit-invalid', `${name} is ${value}: give a number of 1 or more, or leave it out.`);
  }
}

/** Each request under way listens to it: they are no leak, of which Node would warn. */
function forManyListeners(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

interface Kind {
  concurrency: Concurrency;
  limit: CapacityLimit;
  counter: 'readUnits' | 'writeUnits';
  expectedUnits: number;
}

/**
 * Waits ahead of another attempt, with full jitter:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param count of the attempts so far
 */
export async function pause(count: number, signal?: AbortSignal): Promise<void> {
  const ceiling = Math.min(FIRST_CEILING_MILLISECONDS * 2 ** Math.min(count, 20), LAST_CEILING_MILLISECONDS);
  await delay(Math.random() * ceiling, undefined, { signal });
}

/** The units that an answer says were used, of the table and of all indexes; undefined where it does not say. */
function unitsOf(answer: object): number | undefined {
  const { ConsumedCapacity } = answer as { ConsumedCapacity?: Consumed | Consumed[] };
  if (ConsumedCapacity === undefined) return undefined;
  const all = Array.isArray(ConsumedCapacity) ? ConsumedCapacity : [ConsumedCapacity];
  return all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

interface Consumed {
  CapacityUnits?: number;
}
