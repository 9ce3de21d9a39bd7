import type { AwsPlace } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import { checkResourcePolicy } from '../resource-policies';
import { isPending, type SnsState, subscriptionsOf, type Topic, topicArn } from './topics';

/**
 * The attributes that can be set, with the test of a value. Some have the one value only that means what a topic here
 * does anyway: the Terraform provider sends them unasked. Source: Amazon SNS API reference, SetTopicAttributes.
 */
const settable: Record<string, (value: string) => boolean> = {
  DisplayName: (value) => value.length <= 100,
  Policy: (value) => checkResourcePolicy(value, 'ValidationException'),
  ...Object.fromEntries(
    Object.entries({
      FifoTopic: 'false',
      ContentBasedDeduplication: 'false',
      TracingConfig: 'PassThrough',
      SignatureVersion: '1',
      ApplicationSuccessFeedbackSampleRate: '0',
      FirehoseSuccessFeedbackSampleRate: '0',
      HTTPSuccessFeedbackSampleRate: '0',
      LambdaSuccessFeedbackSampleRate: '0',
      SQSSuccessFeedbackSampleRate: '0',
    }).map(([name, only]) => [name, (value: string) => value === only]),
  ),
};

/**
 * Throws for an attribute that a topic cannot have here. Not with InvalidParameter, which SNS has for it: the Terraform
 * provider would try that again for two minutes.
 */
export function checkTopicAttribute(name: string, value: string): void {
  const accepts = Object.hasOwn(settable, name) ? settable[name] : undefined;
  if (!accepts) {
    throw new AwsFault(
      'ValidationException',
      `The local stand-in for AWS does not support the topic attribute ${name} (${value}). It has ${Object.keys(settable).join(', ')}.`,
    );
  }
  if (!accepts(value)) throw new AwsFault('ValidationException', `Invalid parameter: ${name} is ${value}`);
}

/** The topic's policy: the one that was put, or the one that SNS gives every topic. JSON text. */
export function policyOf(topic: Topic, place: AwsPlace): string {
  return topic.attributes.Policy ?? defaultPolicy(topicArn(place, topic.name), place.accountId);
}

/** All attributes of a topic, as SNS answers them. */
export function describeTopic(state: Readonly<SnsState>, place: AwsPlace, topic: Topic): Map<string, string> {
  const arn = topicArn(place, topic.name);
  const subscriptions = subscriptionsOf(state, arn);
  const pending = subscriptions.filter(isPending).length;
  return new Map([
    ['TopicArn', arn],
    ['Owner', place.accountId],
    ['DisplayName', topic.attributes.DisplayName ?? ''],
    ['Policy', policyOf(topic, place)],
    ['SubscriptionsConfirmed', String(subscriptions.length - pending)],
    ['SubscriptionsPending', String(pending)],
    ['SubscriptionsDeleted', '0'],
  ]);
}

/** Source: Amazon SNS developer guide; AWS:SourceOwner is there for services of the account only, such as CloudWatch. */
function defaultPolicy(arn: string, accountId: string): string {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'];
  const forSubscribers = ['Subscribe', 'ListSubscriptionsByTopic', 'Publish'];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [...actions, ...forSubscribers].map((name) => `SNS:${name}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}
