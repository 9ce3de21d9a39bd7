import { z } from 'zod';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { tagList, toTagList, withoutTags } from '../tags';
import type { SnsContext } from './context';
import { checkTopicAttribute, describeTopic } from './topic-attributes';
import { subscriptionsOf, topicArn, topicIn } from './topics';

/** The calls that make, describe, change and delete topics. */
export function topicActions({ store, place }: SnsContext): Record<string, Action> {
  return {
    CreateTopic: action(createInput, ({ Name: name, Attributes: attributes, Tags: tags }) => {
      checkName(name);
      for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value);
      return store.change((state) => {
        if (!Object.hasOwn(state.topics, name)) state.topics[name] = { name, attributes, tags };
        return { TopicArn: topicArn(place, name) };
      });
    }),
    GetTopicAttributes: action(topicInput, ({ TopicArn: arn }) => ({
      Attributes: describeTopic(store.read(), place, topicIn(store.read(), place, arn)),
    })),
    SetTopicAttributes: action(setInput, ({ TopicArn: arn, AttributeName: name, AttributeValue: value }) => {
      checkTopicAttribute(name, value);
      store.change((state) => {
        topicIn(state, place, arn).attributes[name] = value;
      });
    }),
    ListTopics: action(z.strictObject({}), () => ({
      Topics: Object.keys(store.read().topics).map((name) => ({ TopicArn: topicArn(place, name) })),
    })),
    DeleteTopic: action(topicInput, ({ TopicArn: arn }) =>
      store.change((state) => {
        delete state.topics[topicIn(state, place, arn).name];
        for (const subscription of subscriptionsOf(state, arn)) delete state.subscriptions[subscription.arn];
      }),
    ),
    ListTagsForResource: action(resourceInput, ({ ResourceArn: arn }) => ({
      Tags: toTagList(topicIn(store.read(), place, arn).tags),
    })),
    TagResource: action(resourceInput.extend({ Tags: tagList }), ({ ResourceArn: arn, Tags }) =>
      store.change((state) => {
        Object.assign(topicIn(state, place, arn).tags, Tags);
        return {};
      }),
    ),
    UntagResource: action(resourceInput.extend({ TagKeys: z.array(z.string()) }), ({ ResourceArn: arn, TagKeys }) =>
      store.change((state) => {
        const topic = topicIn(state, place, arn);
        topic.tags = withoutTags(topic.tags, TagKeys);
        return {};
      }),
    ),
  };
}

const topicInput = z.strictObject({ TopicArn: z.string() });
const createInput = z.strictObject({
  Name: z.string(),
  Attributes: z.record(z.string(), z.string()).default({}),
  Tags: tagList.default({}),
});
const setInput = topicInput.extend({ AttributeName: z.string(), AttributeValue: z.string() });
const resourceInput = z.strictObject({ ResourceArn: z.string() });

/** Rules of names: Amazon SNS API reference, CreateTopic. */
function checkName(name: string): void {
  if (/^[\w-]{1,256}$/.test(name)) return;
  const reason = name.endsWith('.fifo')
    ? `The local stand-in for AWS does not have FIFO topics: ${name}`
    : 'Invalid parameter: Topic Name';
  throw new AwsFault('InvalidParameter', reason);
}
