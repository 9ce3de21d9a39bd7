import type { AwsPlace } from '../../arn';
import type { Credentials } from '../../credentials';
import type { SendAsService } from '../sqs/service-sender';
import type { SnsStore } from './topics';

/** What the calls of SNS work on. */
export interface SnsContext {
  place: AwsPlace;
  store: SnsStore;
  credentials: Pick<Credentials, 'principalOf'>;
  sendToQueue: SendAsService;
  /** Is told of messages that could not be delivered: SNS itself tells the publisher nothing. */
  onLog(line: string): void;
}
