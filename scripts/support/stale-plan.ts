import { ScriptsError } from './errors';

interface Standing {
  /** The stacks that were applied before the plan was found to be out of date, by name. */
  readonly applied: readonly string[];
  /** Those that were to be, and are as they were. */
  readonly notApplied: readonly string[];
}

/** The plan is out of date, at its first stack or at a later one: another deploy has applied its own meanwhile. */
export class StalePlan extends ScriptsError {
  constructor(
    readonly standing: Standing,
    remedy: string,
    options?: ErrorOptions,
  ) {
    const said = 'The state has changed since the plan was made: another deploy came between.';
    super('plan-stale', `${said} ${describeStanding(standing)}. ${remedy}`, options);
  }
}

export const describeStanding = ({ applied, notApplied }: Standing): string =>
  applied.length === 0
    ? 'Terraform has applied nothing'
    : `Terraform has applied ${applied.join(', ')}, and not ${notApplied.join(', ')}`;

/** What is said where the plan is made again at once, since it was approved by nobody beforehand. */
export function sayPlanningAgain({ standing }: StalePlan): string {
  const said = 'Another deploy has changed the state since this plan was made';
  return standing.applied.length === 0
    ? `${said}: planning again.`
    : `${said}. ${describeStanding(standing)}. Planning again.`;
}
