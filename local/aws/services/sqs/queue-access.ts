import type { RoleAccess } from '../../iam/role-access';
import { parsedPolicy } from '../iam/policy-documents';
import { type QueuesContext, queueArn } from './queues';

/** What is asked for by who wants to use the queue of that name: the queue, with its policy where it exists and has one. */
export function queueAccess(
  { place, store }: QueuesContext,
  name: string,
): Pick<RoleAccess, 'resource' | 'resourcePolicy'> {
  const { queues } = store.read();
  const policy = Object.hasOwn(queues, name) ? queues[name]?.attributes.Policy : undefined;
  return {
    resource: queueArn(place, name),
    ...(policy === undefined ? {} : { resourcePolicy: parsedPolicy(policy, 'resource') }),
  };
}
