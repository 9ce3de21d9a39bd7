import type { NamedDeployment } from '../deployment';
import { ScriptsError } from '../errors';

/** Somebody has deployed since the plan was made, and what was approved is not what it would do now. */
export const planStale = (file: string, { deploymentName }: NamedDeployment): ScriptsError =>
  new ScriptsError(
    'plan-stale',
    `The state of ${deploymentName} has changed since ${file} was made: another deploy came between. Terraform has applied ` +
      `nothing; the table is as this code has it. Make a new plan: yarn plan ${deploymentName} --out FILE.`,
  );
