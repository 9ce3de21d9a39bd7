import type { Credentials } from '../../credentials';
import type { Mailbox } from './mailbox';
import type { QueuesContext } from './queues';

/** What the calls of SQS work on. */
export interface SqsContext extends QueuesContext {
  mailbox: Mailbox;
  credentials: Pick<Credentials, 'principalOf' | 'sessionOf'>;
  /** The gateway's own endpoint: the queues' URLs begin with it. */
  endpoint(): string;
}
