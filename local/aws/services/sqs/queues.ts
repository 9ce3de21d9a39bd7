import { type AwsPlace, regionalArn } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';
import type { MessageAttributes } from '../message-attributes';
import type { Tags } from '../tags';

/** One queue, as it is kept, with the messages in it in the order in which they were sent. */
export interface Queue {
  name: string;
  /** Milliseconds since the epoch, as all times here. */
  createdAt: number;
  modifiedAt: number;
  /** The attributes that were set, by the names and with the texts of the SQS API. Those that were not have defaults. */
  attributes: Record<string, string>;
  tags: Tags;
  messages: Message[];
}

export interface Message {
  id: string;
  body: string;
  attributes: MessageAttributes;
  /** The only system attribute that a sender can give. */
  traceHeader?: string;
  senderId: string;
  sentAt: number;
  /** Nobody receives it before: it is delayed, or someone else has it. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** Handle of the latest receive. */
  receiptHandle?: string;
  /** The queue that it came from, in a dead-letter queue. */
  deadLetterSourceArn?: string;
}

export interface SqsState {
  queues: Record<string, Queue>;
}

export type SqsStore = Store<SqsState>;

/** Where the queues are. */
export interface QueuesContext {
  place: AwsPlace;
  store: SqsStore;
}

export const emptySqsState: SqsState = { queues: {} };

export function queueArn(place: AwsPlace, name: string): string {
  return regionalArn('sqs', place, name);
}

/** The queue of that name. Throws QueueDoesNotExist, as SQS does. */
export function queueIn(state: SqsState, name: string): Queue {
  const queue = Object.hasOwn(state.queues, name) ? state.queues[name] : undefined;
  if (queue) return queue;
  throw new AwsFault('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** Name of the queue with that URL, `http://<anything>/<account>/<name>`. Throws InvalidAddress for what is no such URL. */
export function queueNameOf(url: string): string {
  const name = /^(?:https?:\/\/[^/]+)?\/?\d{12}\/([^/]+)$/.exec(url)?.[1];
  if (name === undefined) throw new AwsFault('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  return name;
}

/** Name of the queue with that ARN. Throws QueueDoesNotExist for the ARN of another account, region or service. */
export function queueNameOfArn(place: AwsPlace, arn: string): string {
  const prefix = queueArn(place, '');
  if (arn.startsWith(prefix)) return arn.slice(prefix.length);
  throw new AwsFault('QueueDoesNotExist', `The specified queue does not exist: ${arn}`);
}
