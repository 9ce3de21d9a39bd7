import type { Principal } from '../../../iam/principal';
import { refusalOfAccess } from '../../../iam/role-access';
import type { Mailbox } from '../../sqs/mailbox';
import { queueAccess } from '../../sqs/queue-access';
import { type QueuesContext, queueNameOfArn } from '../../sqs/queues';
import type { FailureQueues } from './context';

/** The stand-in's queues as destinations. `principalOf` gives the session of a function's role. */
export function failureQueues(options: {
  queues: QueuesContext;
  mailbox: Pick<Mailbox, 'sendToQueue'>;
  principalOf(functionName: string): Principal | undefined;
}): FailureQueues {
  const { queues, mailbox, principalOf } = options;
  return {
    send: mailbox.sendToQueue,
    maySend: (functionName, queueArn) => {
      const role = principalOf(functionName);
      if (role?.kind !== 'role') return false;
      const { region } = queues.place;
      const access = queueAccess(queues, queueNameOfArn(queues.place, queueArn));
      return refusalOfAccess(role, { action: 'sqs:SendMessage', region, ...access }) === undefined;
    },
  };
}
