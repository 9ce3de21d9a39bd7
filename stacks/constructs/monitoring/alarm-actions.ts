import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { Construct } from 'constructs';
import type { Deployment } from '../../../table/deployment';

/** Whom the alarms of a deployment tell: the topic that it names, made here where it is a plain name; else nobody. */
export function alarmActions(scope: Construct, { alarmTopic }: Pick<Deployment, 'alarmTopic'>): string[] {
  if (alarmTopic === undefined) return [];
  if (alarmTopic.startsWith('arn:')) return [alarmTopic];
  // Not encrypted with aws/sns: CloudWatch may not use that key, and its notifications would be lost without a word.
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
  return [new SnsTopic(scope, 'alarm-topic', { name: alarmTopic }).arn];
}
