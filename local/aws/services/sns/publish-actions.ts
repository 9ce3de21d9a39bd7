import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isRecord } from '../../../json';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { messageAttributes } from '../message-attributes';
import type { SnsContext } from './context';
import { type Subscription, subscriptionsOf, topicIn } from './topics';

/** The call that sends a message to all who subscribed: queues get it at once, mail addresses are never confirmed. */
export function publishActions({ store, place, sendToQueue, onLog }: SnsContext): Record<string, Action> {
  return {
    Publish: action(publishInput, (input) => {
      const arn = input.TopicArn;
      topicIn(store.read(), place, arn);
      const notification: Notification = { ...input, id: randomUUID(), text: messageForQueues(input) };
      for (const subscription of subscriptionsOf(store.read(), arn).filter(({ protocol }) => protocol === 'sqs')) {
        try {
          const message = { queueArn: subscription.endpoint, ...queueMessage(subscription, notification) };
          sendToQueue({ service: 'sns.amazonaws.com', sourceArn: arn }, message);
        } catch (error) {
          if (!(error instanceof AwsFault)) throw error;
          onLog(`sns: the message ${notification.id} of ${arn} was not delivered: ${error.message}`);
        }
      }
      return { MessageId: notification.id };
    }),
  };
}

/** 256 KiB, and subjects of so many characters. Source: Amazon SNS API reference, Publish. */
const maximumBytes = 262_144;
const publishInput = z.strictObject({
  TopicArn: z.string(),
  Message: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= maximumBytes, `may have ${maximumBytes} bytes`),
  Subject: z.string().min(1).max(100).optional(),
  MessageStructure: z.literal('json').optional(),
  MessageAttributes: messageAttributes.default({}),
});

type PublishInput = z.output<typeof publishInput>;
type Notification = PublishInput & { id: string; text: string };

/** With MessageStructure json the message is an object of texts by protocol, with a default. */
function messageForQueues({ Message: message, MessageStructure: structure }: PublishInput): string {
  if (structure === undefined) return message;
  const texts = parsedOrUndefined(message);
  if (!isRecord(texts) || typeof texts.default !== 'string') {
    throw new AwsFault(
      'InvalidParameter',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  }
  return typeof texts.sqs === 'string' ? texts.sqs : texts.default;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The message itself with raw delivery, else SNS's notification around it. Nothing here has a key to sign that with. */
function queueMessage(subscription: Subscription, notification: Notification) {
  const { MessageAttributes: attributes } = notification;
  if (subscription.attributes.RawMessageDelivery === 'true') return { body: notification.text, attributes };
  const described = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue },
  ]);
  const body = {
    Type: 'Notification',
    MessageId: notification.id,
    TopicArn: subscription.topicArn,
    Subject: notification.Subject,
    Message: notification.text,
    Timestamp: new Date().toISOString(),
    ...(described.length > 0 ? { MessageAttributes: Object.fromEntries(described) } : {}),
  };
  return { body: JSON.stringify(body), attributes: {} };
}
