import type { FunctionName } from '../../../../stacks/functions';
import type { Right } from '../../../../stacks/rights/allowed-rights';
import type { AccessPattern, AccessRequest } from '../../../../table/access-pattern';
import { SCENARIOS } from '../scenarios';
import type { RightsTest } from './rights-test';

/**
 * Runs an access pattern's scenario with the rights of a function, and tells which it used. Rejects where there is no
 * scenario, where it is denied anything, and where it does not make every kind of request that the pattern describes.
 */
export async function exercise(
  rights: RightsTest,
  functionName: FunctionName,
  pattern: AccessPattern,
): Promise<Right[]> {
  const scenario = SCENARIOS[pattern.name];
  if (!scenario) throw new Error(`${pattern.name} has no scenario: add one to test/local/rights/scenarios/.`);
  const used = await rights.under(functionName, pattern.name, ({ table, owner }) => scenario(table, owner.table));
  const left = pattern.requests.map(rightFor).filter((right) => !used.some((one) => isSame(one, right)));
  if (left.length === 0) return used;
  const names = left.map(({ action, resource }) => `${action} on ${resource}`).join(', ');
  throw new Error(`The scenario of ${pattern.name} does not make all the requests that it describes: ${names}.`);
}

/** What a request needs to be allowed, in short. */
export const rightFor = ({ action, index }: AccessRequest): Right => ({
  action: `dynamodb:${action}`,
  resource: index === undefined ? 'table' : `table/index/${index}`,
});

export const isSame = (one: Right, other: Right): boolean =>
  one.action === other.action && one.resource === other.resource;

/** Each right once. */
export const distinct = (rights: readonly Right[]): Right[] =>
  rights.filter((right, index) => rights.findIndex((one) => isSame(one, right)) === index);
