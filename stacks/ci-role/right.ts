import { partitionOf } from '../../table/partition';
import type { Condition } from '../constructs/grants/statement';

/** The steps of a deploy, in their order. */
export const STEPS = ['bootstrap', 'state', 'stack'] as const;

export type Step = (typeof STEPS)[number];

/** Rights that CI needs on the same resources for the same reason: a statement of its policies. */
export interface CiRight {
  step: Step;
  /** What `yarn plan` needs, and with it a deploy. */
  plan: readonly string[];
  /** What a deploy needs beside. */
  deploy: readonly string[];
  /** ARNs, narrowed to the deployment's own names wherever AWS allows it; else `why` says that it does not. */
  resources: readonly string[];
  condition?: Condition;
  /** For docs/permissions.md. */
  why: string;
}

/** Where a deployment is. */
export interface CiPlace {
  region: string;
  /** Twelve digits. */
  accountId: string;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export const regionalArn = (service: string, { region, accountId }: CiPlace, resource: string): string =>
  `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;

/** The same for what all regions of an account share. */
export const globalArn = (service: string, { region, accountId }: CiPlace, resource: string): string =>
  `arn:${partitionOf(region)}:${service}::${accountId}:${resource}`;
