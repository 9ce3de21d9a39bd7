import { BootstrapError } from '../errors';
import type { Migration, MigrationContext, MigrationParameters } from './migration';

/**
 * Calls a migration's `up` or `down`. One that ends ahead of a step that it began has not done what it is there for, and
 * would be recorded as if it had: that is an error, once the step has ended, so that nothing goes on without the lock.
 *
 * @throws {BootstrapError} `step-not-awaited`, and whatever the body throws
 */
export async function callBody(body: Migration['up'], { name, context }: MigrationParameters): Promise<unknown> {
  const begun: Step[] = [];
  let result: unknown;
  try {
    result = await body({ name, context: follow(context, begun) });
  } catch (error) {
    // Of several side by side one has failed: the others are still at work.
    await Promise.allSettled(begun);
    throw error;
  }
  const left = begun.filter(({ isAwaited, isSettled }) => !isAwaited || !isSettled);
  if (left.length === 0) return result;
  throw notAwaited(left, await Promise.allSettled(left));
}

/** The promise of a step, which knows whether anybody waits for it: not to be awaited is to have no `then` called. */
class Step<Result = unknown> extends Promise<Result> {
  /** What is made of it by `then` is a promise like any other. */
  static override get [Symbol.species]() {
    return Promise;
  }

  name = '';
  isAwaited = false;
  isSettled = false;

  // biome-ignore lint/suspicious/noThenProperty: it is a promise's own, which await calls too
  override then: Promise<Result>['then'] = (...reactions) => {
    this.isAwaited = true;
    return super.then(...reactions);
  };
}

function follow(context: MigrationContext, begun: Step[]): MigrationContext {
  const followed =
    <Parameters extends unknown[], Result>(name: string, step: (...parameters: Parameters) => Promise<Result>) =>
    (...parameters: Parameters): Promise<Result> => {
      const promise = new Step<Result>((resolve, reject) => step(...parameters).then(resolve, reject));
      promise.name = name;
      // Which is also its handler where nobody waits for it: its failure is told at the end.
      const settle = () => {
        promise.isSettled = true;
      };
      Promise.prototype.then.call(promise, settle, settle);
      begun.push(promise);
      return promise;
    };
  return {
    ...context,
    createIndex: followed('createIndex', context.createIndex),
    deleteIndex: followed('deleteIndex', context.deleteIndex),
    settings: followed('settings', context.settings),
    backfill: followed('backfill', context.backfill) as MigrationContext['backfill'],
  };
}

function notAwaited(steps: readonly Step[], outcomes: readonly PromiseSettledResult<unknown>[]): BootstrapError {
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [` ${steps[index]?.name} failed: ${String(outcome.reason?.message ?? outcome.reason)}`]
      : [],
  );
  return new BootstrapError(
    'step-not-awaited',
    `it ended without waiting for ${steps.map(({ name }) => name).join(', ')}. Write await before each step, or return its ` +
      `promise.${failures.join('')}`,
  );
}
