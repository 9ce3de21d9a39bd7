import { type CiRight, STEPS } from './right';

/** An inline policy of a role. */
export interface CiPolicy {
  name: string;
  /** JSON. */
  document: string;
}

/** The policies of the role that deploys: one for each step. */
export const deployPolicies = (rights: readonly CiRight[]): CiPolicy[] =>
  STEPS.map((step) => ({
    name: step,
    document: documentOf(
      rights.filter((right) => right.step === step),
      ({ plan, deploy }) => [...plan, ...deploy],
    ),
  }));

/** The policy of the role that plans. */
export const planPolicies = (rights: readonly CiRight[]): CiPolicy[] => [
  { name: 'plan', document: documentOf(rights, ({ plan }) => plan) },
];

function documentOf(rights: readonly CiRight[], actionsOf: (right: CiRight) => readonly string[]): string {
  const Statement = rights
    .filter((right) => actionsOf(right).length > 0)
    .map((right) => ({
      Effect: 'Allow',
      Action: actionsOf(right),
      Resource: right.resources,
      ...(right.condition && { Condition: right.condition }),
    }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
