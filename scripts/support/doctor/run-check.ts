import { failureOf } from './failure';
import type { Finding, Found } from './finding';

/** One examination: what it finds is about its area. */
export interface Check<Context> {
  area: string;
  examine(context: Context): Promise<Found[]> | Found[];
}

/** Runs checks side by side, each failing by itself: what keeps one from its answer is its finding. */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  context: Context,
  signal: AbortSignal,
): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => runCheck(check, context)));
  signal.throwIfAborted();
  return found.flat();
}

async function runCheck<Context>({ area, examine }: Check<Context>, context: Context): Promise<Finding[]> {
  try {
    return (await examine(context)).map((found) => ({ area, ...found }));
  } catch (error) {
    return [{ area, ...failureOf(error, `The ${area} could not be examined`) }];
  }
}
