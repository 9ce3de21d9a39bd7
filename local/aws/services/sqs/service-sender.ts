import { evaluate } from '../../iam/evaluate';
import { AwsFault } from '../../protocols/fault';
import { parsedPolicy } from '../iam/policy-documents';
import type { MessageAttributes } from '../message-attributes';
import type { SqsContext } from './context';
import { type QueuesContext, queueArn, queueIn, queueNameOfArn } from './queues';

/** A service that sends in its own name, and what it sends for. */
interface SendingService {
  /** As `sns.amazonaws.com`. */
  service: string;
  /** ARN of the topic. */
  sourceArn: string;
}

/** Sends as a service does that has no role to send with: the queue's own policy has to allow it. */
export type SendAsService = (
  sender: SendingService,
  message: { queueArn: string; body: string; attributes: MessageAttributes },
) => void;

/** The function that throws AccessDenied, in SQS's words, where the queue's policy does not let the service send. */
export function serviceSender({ place, store, mailbox }: QueuesContext & Pick<SqsContext, 'mailbox'>): SendAsService {
  return ({ service, sourceArn }, { queueArn: arn, body, attributes }) => {
    const name = queueNameOfArn(place, arn);
    const policy = queueIn(store.read(), name).attributes.Policy;
    const decision = evaluate(policy === undefined ? [] : [parsedPolicy(policy, 'resource')], {
      action: 'sqs:SendMessage',
      resource: queueArn(place, name),
      context: {
        'aws:SourceArn': [sourceArn],
        'aws:SourceAccount': [place.accountId],
        'aws:SecureTransport': ['true'],
      },
      principal: { type: 'Service', identifier: service },
    });
    if (decision !== 'allowed') {
      throw new AwsFault('AccessDeniedException', `${service} may not send to ${arn}: no policy of the queue lets it.`);
    }
    mailbox.send(name, { body, attributes, senderId: service });
  };
}
