import { randomBytes } from 'node:crypto';
import { type AwsPlace, globalArn } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';
import type { Tags } from '../tags';

/** A role with the policies that it carries, documents as JSON text. */
export interface Role {
  name: string;
  /** Unique for all time, as AWS's are: a role made anew under an old name is another role. */
  id: string;
  path: string;
  description: string;
  createdAt: string;
  trustPolicy: string;
  maximumSessionSeconds: number;
  tags: Tags;
  inlinePolicies: Record<string, string>;
  /** ARNs of managed policies. */
  attachedPolicies: string[];
  /** Counts the changes of inline and attached policies. */
  policyRevision: number;
}

export interface IamState {
  roles: Record<string, Role>;
}

export type IamStore = Store<IamState>;

export const emptyIamState: IamState = { roles: {} };

/** The role of that name. Throws NoSuchEntity, as IAM does. */
export function roleIn(state: IamState, name: string): Role {
  const role = Object.hasOwn(state.roles, name) ? state.roles[name] : undefined;
  if (!role) throw new AwsFault('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  return role;
}

export function roleArn(place: Pick<AwsPlace, 'accountId'>, role: Pick<Role, 'name' | 'path'>): string {
  return globalArn('iam', place, `role${role.path}${role.name}`);
}

/** The role with that ARN, or undefined where there is none. */
export function findRoleByArn(
  state: Readonly<IamState>,
  place: Pick<AwsPlace, 'accountId'>,
  arn: string,
): Role | undefined {
  return Object.values(state.roles).find((role) => roleArn(place, role) === arn);
}

/** A role as it begins, without policies; its trust policy has still to be set. */
export function emptyRole(name: string): Role {
  return {
    name,
    id: `AROA${randomBytes(9).toString('hex').slice(0, 17).toUpperCase()}`,
    path: '/',
    description: '',
    createdAt: new Date().toISOString(),
    trustPolicy: '',
    maximumSessionSeconds: 3600,
    tags: {},
    inlinePolicies: {},
    attachedPolicies: [],
    policyRevision: 0,
  };
}
