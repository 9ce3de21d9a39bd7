import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { AwsPlace } from '../../arn';
import { numberOf, redriveOf } from './attributes';
import { type Message, type Queue, queueArn, queueIn, queueNameOfArn, type SqsState, type SqsStore } from './queues';

/** What a message is made of; the rest SQS adds. */
export type NewMessage = Pick<Message, 'body' | 'attributes' | 'senderId' | 'traceHeader'> & {
  /** Seconds until it can be received, where not the queue's own. */
  delaySeconds?: number;
};

export interface ReceiveRequest {
  /** At most so many, 1 to 10. */
  maximum: number;
  /** How long nobody else receives them, where not the queue's own; seconds, as the next one. */
  visibilityTimeout?: number;
  /** How long to wait for a first message, where not the queue's own. */
  waitSeconds?: number;
}

/** The messages of all queues: what SQS does with them, without its protocol. */
export interface Mailbox {
  /** Puts a message into the queue of that name. Throws QueueDoesNotExist, as all of these do. */
  send(queueName: string, message: NewMessage): Message;
  /**
   * Puts a message into the queue with that ARN, as Lambda does with records that failed. Whether the function's role may
   * send it is to be asked before: refusalOfAccess.
   */
  sendToQueue(queueArn: string, body: string): void;
  /** Messages that nobody else has, marked as received; none where none came in time. */
  receive(queueName: string, request: ReceiveRequest): Promise<Message[]>;
  /** Takes a message away, if the handle is that of its latest receive. */
  remove(queueName: string, receiptHandle: string): void;
  /** Hides a received message for so many seconds from now. False where the message is not hidden, or not there. */
  hide(queueName: string, receiptHandle: string, seconds: number): boolean;
  purge(queueName: string): void;
  /** Tells those who wait for a message of the queue that it is gone. */
  wake(queueName: string): void;
}

/** Opens the mailbox over the store of the queues. */
export function openMailbox(store: SqsStore, place: AwsPlace): Mailbox {
  const changes = new EventEmitter().setMaxListeners(0);

  function alter<Result>(queueName: string, change: (queue: Queue, state: SqsState) => Result): Result {
    const result = store.change((state) => change(queueIn(state, queueName), state));
    changes.emit(eventOf(queueName));
    return result;
  }

  const send: Mailbox['send'] = (queueName, { delaySeconds, ...given }) =>
    alter(queueName, (queue) => {
      const now = Date.now();
      const visibleAt = now + 1000 * (delaySeconds ?? numberOf(queue, 'DelaySeconds'));
      const message: Message = { ...given, id: randomUUID(), sentAt: now, visibleAt, receiveCount: 0 };
      queue.messages = [...keptMessages(queue, now), message];
      return message;
    });

  function take(queueName: string, request: ReceiveRequest): Message[] {
    const now = Date.now();
    if (!keptMessages(queueIn(store.read(), queueName), now).some((message) => message.visibleAt <= now)) return [];
    const { taken, receivers } = store.change((state) => {
      const queue = queueIn(state, queueName);
      queue.messages = keptMessages(queue, now);
      const moved = redrive(queue, { state, place, now });
      const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, request.maximum);
      const seconds = request.visibilityTimeout ?? numberOf(queue, 'VisibilityTimeout');
      for (const message of visible) markReceived(message, now, seconds);
      return { taken: visible, receivers: moved };
    });
    for (const name of receivers) changes.emit(eventOf(name));
    return taken;
  }

  /** Until something changes in the queue, a message becomes visible by itself, or the time is up. */
  async function changeBefore(queueName: string, until: number): Promise<void> {
    const now = Date.now();
    const hidden = queueIn(store.read(), queueName).messages.map(({ visibleAt }) => visibleAt);
    const next = Math.min(until, ...hidden.filter((visibleAt) => visibleAt > now));
    // The signal's timer does not keep the process alive, and what it ends is no failure here.
    await once(changes, eventOf(queueName), { signal: AbortSignal.timeout(Math.max(0, next - now)) }).catch(
      () => undefined,
    );
  }

  return {
    send,
    sendToQueue: (queueArn, body) => {
      send(queueNameOfArn(place, queueArn), { body, attributes: {}, senderId: place.accountId });
    },
    receive: async (queueName, request) => {
      const queue = queueIn(store.read(), queueName);
      const until = Date.now() + 1000 * (request.waitSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds'));
      for (;;) {
        const messages = take(queueName, request);
        if (messages.length > 0 || Date.now() >= until) return messages;
        await changeBefore(queueName, until);
      }
    },
    remove: (queueName, receiptHandle) =>
      alter(queueName, (queue) => {
        queue.messages = queue.messages.filter((message) => message.receiptHandle !== receiptHandle);
      }),
    hide: (queueName, receiptHandle, seconds) =>
      alter(queueName, (queue) => {
        const now = Date.now();
        const message = keptMessages(queue, now).find((kept) => kept.receiptHandle === receiptHandle);
        if (!message || message.visibleAt <= now) return false;
        message.visibleAt = now + 1000 * seconds;
        return true;
      }),
    purge: (queueName) =>
      alter(queueName, (queue) => {
        queue.messages = [];
      }),
    wake: (queueName) => {
      changes.emit(eventOf(queueName));
    },
  };
}

/** The bare name could be `error`, which is an event of another kind. */
function eventOf(queueName: string): string {
  return `changed ${queueName}`;
}

/** Those that are younger than the queue's retention period. */
export function keptMessages(queue: Queue, now: number): Message[] {
  const oldest = now - 1000 * numberOf(queue, 'MessageRetentionPeriod');
  return queue.messages.filter(({ sentAt }) => sentAt > oldest);
}

/**
 * Moves the visible messages that were received as often as the queue's redrive policy allows to its dead-letter queue,
 * where there is one. Gives the names of the queues that got any.
 */
function redrive(queue: Queue, { state, place, now }: { state: SqsState; place: AwsPlace; now: number }): string[] {
  const policy = redriveOf(queue);
  const targetName = policy?.deadLetterTargetArn.split(':').at(-1) ?? '';
  const target = Object.hasOwn(state.queues, targetName) ? state.queues[targetName] : undefined;
  if (!policy || !target || target === queue) return [];
  const isSpent = ({ receiveCount, visibleAt }: Message) => visibleAt <= now && receiveCount >= policy.maxReceiveCount;
  const spent = queue.messages.filter(isSpent);
  queue.messages = queue.messages.filter((message) => !isSpent(message));
  const deadLetterSourceArn = queueArn(place, queue.name);
  target.messages.push(...spent.map((message) => ({ ...message, receiptHandle: undefined, deadLetterSourceArn })));
  return spent.length > 0 ? [target.name] : [];
}

function markReceived(message: Message, now: number, seconds: number): void {
  message.receiveCount += 1;
  message.firstReceivedAt ??= now;
  message.visibleAt = now + 1000 * seconds;
  message.receiptHandle = Buffer.from(`${message.id}/${randomUUID()}`).toString('base64url');
}
