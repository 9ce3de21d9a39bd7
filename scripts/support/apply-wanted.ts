import type { PlannedStack } from './plan-stacks';
import { StalePlan } from './stale-plan';

interface Steps {
  isWanted(planned: readonly PlannedStack[]): Promise<boolean>;
  apply(planned: readonly PlannedStack[]): Promise<void>;
  /** Fails where only that very plan was approved. */
  replan(stale: StalePlan): Promise<PlannedStack[]>;
}

/**
 * Applies what is wanted of a plan. Where another deploy has applied its own meanwhile, the plan is out of date from one of
 * its stacks on: it is made again for all that is left to do, shown, asked for and applied.
 *
 * @returns the plan that was applied; undefined where it was not wanted
 */
export async function applyWanted(first: readonly PlannedStack[], steps: Steps) {
  for (let planned = first; ; ) {
    if (!(await steps.isWanted(planned))) return undefined;
    try {
      await steps.apply(planned);
      return planned;
    } catch (error) {
      // Each time it is so, another deploy has come to its end.
      if (!(error instanceof StalePlan)) throw error;
      planned = await steps.replan(error);
    }
  }
}
