import { isStale } from '../../stacks/terraform/plan';
import type { PlannedStack } from './plan-stacks';

interface Steps {
  isWanted(planned: readonly PlannedStack[]): Promise<boolean>;
  apply(planned: readonly PlannedStack[]): Promise<void>;
  /** Fails where only that very plan was approved. */
  replan(): Promise<PlannedStack[]>;
}

/**
 * Applies what is wanted of a plan. Where another deploy has applied its own meanwhile, the plan is out of date and nothing
 * of it was applied: it is made again, shown, asked for and applied.
 *
 * @returns the plan that was applied; undefined where it was not wanted
 */
export async function applyWanted(first: readonly PlannedStack[], steps: Steps) {
  for (let planned = first; ; planned = await steps.replan()) {
    if (!(await steps.isWanted(planned))) return undefined;
    try {
      await steps.apply(planned);
      return planned;
    } catch (error) {
      // Each time it is so, another deploy has come to its end.
      if (!isStale(error)) throw error;
    }
  }
}
