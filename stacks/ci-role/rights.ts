import type { Deployment } from '../../table/deployment';
import { bootstrapRights } from './bootstrap-rights';
import type { CiPlace, CiRight } from './right';
import { stackRights } from './stack-rights';
import { stateRights } from './state-rights';

/**
 * All that CI needs for a deployment, as docs/permissions.md lists it. Sources: what the calls of a deploy need, recorded by
 * test/e2e/permissions.test.ts, and the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 */
export const ciRights = (deployment: Deployment, place: CiPlace): CiRight[] => [
  ...bootstrapRights(deployment, place),
  ...stateRights(deployment, place),
  ...stackRights(deployment, place),
];
