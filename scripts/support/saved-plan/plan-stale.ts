import type { NamedDeployment } from '../deployment';
import { ScriptsError } from '../errors';
import { describeStanding, type StalePlan } from '../stale-plan';

/** Somebody has deployed since the plan was made, and what was approved is not what it would do now. */
export function planStale(file: string, { deploymentName }: NamedDeployment, stale: StalePlan): ScriptsError {
  const isPartial = stale.standing.applied.length > 0;
  return new ScriptsError(
    stale.code,
    `The state of ${deploymentName} has changed since ${file} was made: another deploy came between. ` +
      `${describeStanding(stale.standing)}; ${isPartial ? 'contract migrations did not run; ' : ''}the table is as this ` +
      `code has it. Make a new plan${isPartial ? ', for the rest' : ''}: yarn plan ${deploymentName} --out FILE.`,
    { cause: stale },
  );
}
