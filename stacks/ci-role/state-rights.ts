import type { Deployment } from '../../table/deployment';
import { partitionOf } from '../../table/partition';
import { STACK_NAMES } from '../stack';
import type { CiPlace, CiRight } from './right';

/** Terraform's state and its lock. That of the role's own stack is not among them: CI can't change what it may do. */
export function stateRights({ state }: Deployment, { region }: CiPlace): CiRight[] {
  if (state.kind !== 's3') return [];
  const bucket = `arn:${partitionOf(region)}:s3:::${state.bucket}`;
  const states = STACK_NAMES.map((name) => `${bucket}/${state.key}/${name}.tfstate`);
  const step = 'state';
  return [
    {
      step,
      plan: ['s3:ListBucket'],
      deploy: [],
      resources: [bucket],
      why: 'Whether there is a bucket, and a state in it. AWS has the names of all its objects in this one right.',
    },
    { step, plan: ['s3:GetObject'], deploy: ['s3:PutObject'], resources: states, why: 'The state of each stack.' },
    {
      step,
      plan: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      deploy: [],
      resources: states.map((object) => `${object}.tflock`),
      why: 'The lock on the state, which a plan takes too: `use_lockfile` keeps it in an object.',
    },
  ];
}
