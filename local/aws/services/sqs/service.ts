import { isRecord } from '../../../json';
import { jsonService } from '../../protocols/json';
import type { AwsService } from '../../service';
import { authorised } from '../authorised';
import type { SqsContext } from './context';
import { messageActions } from './message-actions';
import { queueAccess } from './queue-access';
import { queueActions } from './queue-actions';
import { queueNameOf } from './queues';

/**
 * SQS: standard queues and what is in them. Functions may call it as far as their role's policies and the queue's own
 * policy allow.
 */
export function sqsService(context: SqsContext): AwsService {
  const { credentials } = context;
  const actions = authorised(
    { ...queueActions(context), ...messageActions(context) },
    {
      principalOf: credentials.principalOf,
      accessOf: (action, input) => ({ action: `sqs:${action.replace(/Batch$/, '')}`, ...resourceOf(input, context) }),
      // SQS writes sqs:sendmessage.
      spell: (action) => action.toLowerCase(),
      code: 'AccessDeniedException',
    },
  );
  return jsonService({ service: 'sqs', version: '1.0', queryCodes, actions });
}

/** Codes that clients of the earlier query protocol know, for the ones that the JSON protocol names otherwise. */
const queryCodes: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
};

/** The queue that a call names. ListQueues names none. */
function resourceOf(input: unknown, context: SqsContext) {
  const { QueueUrl: url, QueueName: named } = isRecord(input) ? input : {};
  const name = typeof url === 'string' ? queueNameOf(url) : named;
  return typeof name === 'string' ? queueAccess(context, name) : { resource: '*' };
}
