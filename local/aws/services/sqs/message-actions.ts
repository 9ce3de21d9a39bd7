import { z } from 'zod';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import type { AwsRequest } from '../../service';
import { messageAttributes } from '../message-attributes';
import { numberOf } from './attributes';
import { batch } from './batch';
import { attributesMd5, md5, sizeOf } from './checksums';
import type { SqsContext } from './context';
import { queueIn, queueNameOf } from './queues';
import { describeMessage } from './received-message';

/** The calls that send, receive, hide and delete messages. */
export function messageActions(context: SqsContext): Record<string, Action> {
  const { store, mailbox } = context;

  function send(url: string, entry: SendEntry, request: AwsRequest): object {
    const queueName = queueNameOf(url);
    const attributes = entry.MessageAttributes;
    checkContent(entry, numberOf(queueIn(store.read(), queueName), 'MaximumMessageSize'));
    const message = mailbox.send(queueName, {
      body: entry.MessageBody,
      attributes,
      senderId: senderIdOf(context, request),
      traceHeader: entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
      delaySeconds: entry.DelaySeconds,
    });
    return {
      MessageId: message.id,
      MD5OfMessageBody: md5(message.body),
      ...(Object.keys(attributes).length > 0 ? { MD5OfMessageAttributes: attributesMd5(attributes) } : {}),
    };
  }

  function hide(
    url: string,
    { ReceiptHandle: handle, VisibilityTimeout: seconds }: z.output<typeof hideEntry>,
  ): object {
    checkHandle(handle);
    if (mailbox.hide(queueNameOf(url), handle, seconds)) return {};
    throw new AwsFault('MessageNotInflight', 'The specified message is not in flight.');
  }

  function remove(url: string, { ReceiptHandle: handle }: z.output<typeof handleEntry>): object {
    checkHandle(handle);
    mailbox.remove(queueNameOf(url), handle);
    return {};
  }

  return {
    SendMessage: action(queueInput.extend(sendEntry.shape), ({ QueueUrl: url, ...entry }, request) =>
      send(url, entry, request),
    ),
    SendMessageBatch: action(batchInput(sendEntry), ({ QueueUrl: url, Entries: entries }, request) => {
      checkBatchSize(entries);
      return batch(entries, (entry) => send(url, entry, request));
    }),
    ReceiveMessage: action(receiveInput, async ({ QueueUrl: url, ...wanted }) => {
      const messages = await mailbox.receive(queueNameOf(url), {
        maximum: wanted.MaxNumberOfMessages,
        visibilityTimeout: wanted.VisibilityTimeout,
        waitSeconds: wanted.WaitTimeSeconds,
      });
      const names = {
        system: [...wanted.AttributeNames, ...wanted.MessageSystemAttributeNames],
        message: wanted.MessageAttributeNames,
      };
      return messages.length === 0 ? {} : { Messages: messages.map((message) => describeMessage(message, names)) };
    }),
    DeleteMessage: action(queueInput.extend(handleEntry.shape), ({ QueueUrl: url, ...entry }) => remove(url, entry)),
    DeleteMessageBatch: action(batchInput(handleEntry), ({ QueueUrl: url, Entries: entries }) =>
      batch(entries, (entry) => remove(url, entry)),
    ),
    ChangeMessageVisibility: action(queueInput.extend(hideEntry.shape), ({ QueueUrl: url, ...entry }) =>
      hide(url, entry),
    ),
    ChangeMessageVisibilityBatch: action(batchInput(hideEntry), ({ QueueUrl: url, Entries: entries }) =>
      batch(entries, (entry) => hide(url, entry)),
    ),
  };
}

/** Ranges: Amazon SQS API reference, SendMessage, ReceiveMessage and ChangeMessageVisibility. */
const visibilitySeconds = z.number().int().min(0).max(43_200);
const traceHeader = z.strictObject({ DataType: z.literal('String'), StringValue: z.string() });
const queueInput = z.strictObject({ QueueUrl: z.string() });
const sendEntry = z.strictObject({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: messageAttributes.default({}),
  MessageSystemAttributes: z.strictObject({ AWSTraceHeader: traceHeader.optional() }).optional(),
});
const handleEntry = z.strictObject({ ReceiptHandle: z.string() });
const hideEntry = handleEntry.extend({ VisibilityTimeout: visibilitySeconds });
const names = z.array(z.string()).default([]);
const receiveInput = queueInput.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: visibilitySeconds.optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

type SendEntry = z.output<typeof sendEntry>;

function batchInput<Shape extends z.ZodRawShape>(entry: z.ZodObject<Shape>) {
  return queueInput.extend({ Entries: z.array(entry.extend({ Id: z.string().regex(/^[\w-]{1,80}$/) })) });
}

/** Source: Amazon SQS API reference, SendMessage: these characters, and so many bytes with the attributes. */
function checkContent({ MessageBody: body, MessageAttributes: attributes }: SendEntry, maximumBytes: number): void {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(body)) {
    throw new AwsFault(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  if (sizeOf(body, attributes) <= maximumBytes) return;
  throw new AwsFault(
    'InvalidParameterValueException',
    `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`,
  );
}

/** All messages of a batch together may have 1 MiB. Source: Amazon SQS API reference, SendMessageBatch. */
const maximumBatchBytes = 1_048_576;

function checkBatchSize(entries: readonly SendEntry[]): void {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry.MessageBody, entry.MessageAttributes), 0);
  if (bytes <= maximumBatchBytes) return;
  throw new AwsFault(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maximumBatchBytes} bytes. You have sent ${bytes} bytes.`,
  );
}

function checkHandle(handle: string): void {
  if (/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/.test(Buffer.from(handle, 'base64url').toString('utf8'))) return;
  throw new AwsFault('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

function senderIdOf({ credentials, place }: SqsContext, { accessKeyId }: AwsRequest): string {
  const session = credentials.sessionOf(accessKeyId);
  return session ? `${session.roleId}:${session.name}` : place.accountId;
}
