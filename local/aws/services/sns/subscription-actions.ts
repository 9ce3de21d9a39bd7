import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AwsPlace } from '../../arn';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import type { SnsContext } from './context';
import { isPending, type SnsState, type Subscription, subscriptionsOf, topicIn } from './topics';

/** The calls that make, describe, change and delete subscriptions: of queues, and of mail addresses as long as they wait. */
export function subscriptionActions({ store, place }: SnsContext): Record<string, Action> {
  return {
    Subscribe: action(subscribeInput, (input) => {
      const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Attributes: attributes } = input;
      checkEndpoint(protocol, endpoint);
      return store.change((state) => {
        topicIn(state, place, topicArn);
        const existing = subscriptionsOf(state, topicArn).find(
          (subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint,
        );
        const made = { arn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint, attributes };
        const subscription = existing ?? made;
        state.subscriptions[subscription.arn] = subscription;
        const known = !isPending(subscription) || input.ReturnSubscriptionArn === 'true';
        return { SubscriptionArn: known ? subscription.arn : 'pending confirmation' };
      });
    }),
    Unsubscribe: action(subscriptionInput, ({ SubscriptionArn: arn }) =>
      store.change((state) => {
        const subscription = Object.hasOwn(state.subscriptions, arn) ? state.subscriptions[arn] : undefined;
        if (subscription && isPending(subscription)) {
          throw new AwsFault(
            'InvalidParameter',
            'Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation',
          );
        }
        delete state.subscriptions[arn];
      }),
    ),
    GetSubscriptionAttributes: action(subscriptionInput, ({ SubscriptionArn: arn }) => ({
      Attributes: attributesOf(subscriptionIn(store.read(), arn), place),
    })),
    SetSubscriptionAttributes: action(setInput, (input) =>
      store.change((state) => {
        const { attributes } = subscriptionIn(state, input.SubscriptionArn);
        Object.assign(attributes, subscriptionAttributes.parse({ [input.AttributeName]: input.AttributeValue }));
      }),
    ),
    ListSubscriptions: action(z.strictObject({}), () => ({
      Subscriptions: Object.values(store.read().subscriptions).map((subscription) => describe(subscription, place)),
    })),
    ListSubscriptionsByTopic: action(z.strictObject({ TopicArn: z.string() }), ({ TopicArn: arn }) => {
      topicIn(store.read(), place, arn);
      return {
        Subscriptions: subscriptionsOf(store.read(), arn).map((subscription) => describe(subscription, place)),
      };
    }),
  };
}

const subscriptionAttributes = z.strictObject({ RawMessageDelivery: z.enum(['true', 'false']).optional() });
const subscribeInput = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['sqs', 'email', 'email-json']),
  Endpoint: z.string(),
  Attributes: subscriptionAttributes.default({}),
  ReturnSubscriptionArn: z.enum(['true', 'false']).optional(),
});
const subscriptionInput = z.strictObject({ SubscriptionArn: z.string() });
const setInput = subscriptionInput.extend({ AttributeName: z.string(), AttributeValue: z.string() });

function checkEndpoint(protocol: Subscription['protocol'], endpoint: string): void {
  if (protocol === 'sqs' && !endpoint.startsWith('arn:aws:sqs:')) {
    throw new AwsFault('InvalidParameter', 'Invalid parameter: SQS endpoint ARN');
  }
  if (protocol !== 'sqs' && !endpoint.includes('@')) {
    throw new AwsFault('InvalidParameter', 'Invalid parameter: Email address');
  }
}

function subscriptionIn(state: Readonly<SnsState>, arn: string): Subscription {
  const subscription = Object.hasOwn(state.subscriptions, arn) ? state.subscriptions[arn] : undefined;
  if (!subscription) throw new AwsFault('NotFound', 'Subscription does not exist', 404);
  return subscription;
}

function attributesOf(subscription: Subscription, place: AwsPlace): Map<string, string> {
  const pending = isPending(subscription);
  return new Map([
    ['SubscriptionArn', subscription.arn],
    ['TopicArn', subscription.topicArn],
    ['Protocol', subscription.protocol],
    ['Endpoint', subscription.endpoint],
    ['Owner', place.accountId],
    ['PendingConfirmation', String(pending)],
    ['ConfirmationWasAuthenticated', String(!pending)],
    ['RawMessageDelivery', subscription.attributes.RawMessageDelivery ?? 'false'],
  ]);
}

/** Lists keep the ARN of a subscription that is not confirmed to themselves. */
function describe(subscription: Subscription, place: AwsPlace) {
  return {
    SubscriptionArn: isPending(subscription) ? 'PendingConfirmation' : subscription.arn,
    Owner: place.accountId,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  };
}
