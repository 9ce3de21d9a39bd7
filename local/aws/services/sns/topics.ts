import { type AwsPlace, regionalArn } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';
import type { Tags } from '../tags';

export interface Topic {
  name: string;
  /** The attributes that were set, by the names and with the texts of the SNS API. */
  attributes: Record<string, string>;
  tags: Tags;
}

export interface Subscription {
  arn: string;
  topicArn: string;
  /** Messages go to a queue at once; to an address that is never confirmed, never. */
  protocol: 'sqs' | 'email' | 'email-json';
  endpoint: string;
  /** The attributes that were set. */
  attributes: Record<string, string>;
}

export interface SnsState {
  /** By name. */
  topics: Record<string, Topic>;
  /** By ARN. */
  subscriptions: Record<string, Subscription>;
}

export type SnsStore = Store<SnsState>;

export const emptySnsState: SnsState = { topics: {}, subscriptions: {} };

export function topicArn(place: AwsPlace, name: string): string {
  return regionalArn('sns', place, name);
}

/** The topic with that ARN, or undefined where there is none. */
export function findTopic(state: Readonly<SnsState>, place: AwsPlace, arn: string): Topic | undefined {
  const prefix = topicArn(place, '');
  const name = arn.startsWith(prefix) ? arn.slice(prefix.length) : '';
  return Object.hasOwn(state.topics, name) ? state.topics[name] : undefined;
}

/** The topic with that ARN. Throws NotFound, as SNS does. */
export function topicIn(state: Readonly<SnsState>, place: AwsPlace, arn: string): Topic {
  const topic = findTopic(state, place, arn);
  if (!topic) throw new AwsFault('NotFound', 'Topic does not exist', 404);
  return topic;
}

export function subscriptionsOf(state: Readonly<SnsState>, arn: string): Subscription[] {
  return Object.values(state.subscriptions).filter(({ topicArn: subscribed }) => subscribed === arn);
}

/** Nobody reads mail here: who subscribes by it stays asked whether it was them. */
export function isPending({ protocol }: Pick<Subscription, 'protocol'>): boolean {
  return protocol !== 'sqs';
}
