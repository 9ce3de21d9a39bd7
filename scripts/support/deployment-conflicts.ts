import path from 'node:path';
import type { Deployment } from '../../table/deployment';

type Entry = [name: string, deployment: Deployment];

/** What any two deployments share that each needs for itself, a line for each. */
export function deploymentConflicts(deployments: Record<string, Deployment>): string[] {
  const entries = Object.entries(deployments);
  return entries.flatMap((entry, position) =>
    entries.slice(position + 1).flatMap((other) => conflictsOf(entry, other).filter((line) => line !== undefined)),
  );
}

function conflictsOf([name, deployment]: Entry, [otherName, other]: Entry): (string | undefined)[] {
  const pair = `${name} and ${otherName}`;
  const place = placeOf(deployment);
  // The table of `local` is in no account.
  const haveAccounts = name !== 'local' && otherName !== 'local';
  return [
    place === placeOf(other) ? `${pair} keep their state in the same place, ${place}: give each its own` : undefined,
    haveAccounts && haveSameTable(deployment, other)
      ? `${pair} have the same table, ${other.table.name} in ${other.region}: give each its own, or each its accountId`
      : undefined,
    haveAccounts && makeSameTopic(deployment, other)
      ? `${pair} both make the topic ${other.alarmTopic} in ${other.region}: give each its own, or one the ARN of the other's`
      : undefined,
  ];
}

/** The name of a bucket stands for the same one in all regions and accounts. */
const placeOf = ({ state }: Deployment): string =>
  state.kind === 'local' ? path.normalize(`${state.directory}/`) : `s3://${state.bucket}/${state.key}`;

const haveSameTable = (one: Deployment, other: Deployment): boolean =>
  one.table.name === other.table.name && areInOnePlace(one, other);

/** A topic that is named by its ARN is made by none of them. */
const makeSameTopic = (one: Deployment, other: Deployment): boolean =>
  one.alarmTopic !== undefined &&
  one.alarmTopic === other.alarmTopic &&
  !one.alarmTopic.startsWith('arn:') &&
  areInOnePlace(one, other);

/** An account that is not named may be the other's. */
const areInOnePlace = (one: Deployment, other: Deployment): boolean =>
  one.region === other.region && (one.accountId === other.accountId || !one.accountId || !other.accountId);
