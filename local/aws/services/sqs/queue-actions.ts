import { z } from 'zod';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { tagMap, withoutTags } from '../tags';
import { changedAttributes, describeAttributes } from './attributes';
import type { SqsContext } from './context';
import { keptMessages } from './mailbox';
import { type Queue, queueArn, queueIn, queueNameOf } from './queues';

/** The calls that make, describe, change and delete queues. */
export function queueActions({ place, store, mailbox, endpoint }: SqsContext): Record<string, Action> {
  const urlOf = (name: string) => `${endpoint()}/${place.accountId}/${name}`;
  return {
    CreateQueue: action(createInput, ({ QueueName: name, Attributes, tags }) => {
      checkName(name);
      const attributes = changedAttributes({}, Attributes);
      return store.change((state) => {
        const existing = Object.hasOwn(state.queues, name) ? state.queues[name] : undefined;
        if (existing) checkSame(existing, attributes);
        const now = Date.now();
        state.queues[name] = existing ?? { name, createdAt: now, modifiedAt: now, attributes, tags, messages: [] };
        return { QueueUrl: urlOf(name) };
      });
    }),
    GetQueueUrl: action(getUrlInput, ({ QueueName: name, QueueOwnerAWSAccountId: owner }) => {
      if (owner !== undefined && owner !== place.accountId) queueIn({ queues: {} }, name);
      return { QueueUrl: urlOf(queueIn(store.read(), name).name) };
    }),
    ListQueues: action(listInput, ({ QueueNamePrefix: prefix }) => {
      const names = Object.keys(store.read().queues).filter((name) => name.startsWith(prefix));
      return names.length === 0 ? {} : { QueueUrls: names.sort().map(urlOf) };
    }),
    GetQueueAttributes: action(getAttributesInput, ({ QueueUrl: url, AttributeNames: names }) => {
      const queue = queueIn(store.read(), queueNameOf(url));
      const all = { QueueArn: queueArn(place, queue.name), ...describeAttributes(queue), ...describeState(queue) };
      const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    }),
    SetQueueAttributes: action(setAttributesInput, ({ QueueUrl: url, Attributes }) =>
      store.change((state) => {
        const queue = queueIn(state, queueNameOf(url));
        queue.attributes = changedAttributes(queue.attributes, Attributes);
        queue.modifiedAt = Date.now();
      }),
    ),
    DeleteQueue: action(queueInput, ({ QueueUrl: url }) => {
      store.change((state) => {
        delete state.queues[queueIn(state, queueNameOf(url)).name];
      });
      mailbox.wake(queueNameOf(url));
    }),
    PurgeQueue: action(queueInput, ({ QueueUrl: url }) => mailbox.purge(queueNameOf(url))),
    ListQueueTags: action(queueInput, ({ QueueUrl: url }) => ({
      Tags: queueIn(store.read(), queueNameOf(url)).tags,
    })),
    TagQueue: action(queueInput.extend({ Tags: tagMap }), ({ QueueUrl: url, Tags }) =>
      store.change((state) => {
        Object.assign(queueIn(state, queueNameOf(url)).tags, Tags);
      }),
    ),
    UntagQueue: action(queueInput.extend({ TagKeys: z.array(z.string()) }), ({ QueueUrl: url, TagKeys }) =>
      store.change((state) => {
        const queue = queueIn(state, queueNameOf(url));
        queue.tags = withoutTags(queue.tags, TagKeys);
      }),
    ),
  };
}

const texts = z.record(z.string(), z.string());
const createInput = z.strictObject({ QueueName: z.string(), Attributes: texts.default({}), tags: tagMap.default({}) });
const getUrlInput = z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() });
const listInput = z.strictObject({ QueueNamePrefix: z.string().default('') });
const queueInput = z.strictObject({ QueueUrl: z.string() });
const getAttributesInput = queueInput.extend({ AttributeNames: z.array(z.string()).default([]) });
const setAttributesInput = queueInput.extend({ Attributes: texts });

/** Rules of names: Amazon SQS API reference, CreateQueue. */
function checkName(name: string): void {
  if (/^[\w-]{1,80}$/.test(name)) return;
  const reason = name.endsWith('.fifo')
    ? `The local stand-in for AWS does not have FIFO queues: ${name}.`
    : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw new AwsFault('InvalidParameterValueException', reason);
}

/** CreateQueue gives the queue that is there, unless its attributes are not the wanted ones. */
function checkSame(existing: Queue, wanted: Record<string, string>): void {
  const present = describeAttributes(existing);
  const different = Object.keys(wanted).find((name) => wanted[name] !== present[name]);
  if (different === undefined) return;
  throw new AwsFault(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
}

/** What SQS tells of a queue that nobody set. Delayed messages are the hidden ones that nobody has received yet. */
function describeState(queue: Queue): Record<string, string> {
  const now = Date.now();
  const messages = keptMessages(queue, now);
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0);
  return {
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
}
