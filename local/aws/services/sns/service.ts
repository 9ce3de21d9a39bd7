import { isRecord } from '../../../json';
import { queryService } from '../../protocols/query';
import type { AwsService } from '../../service';
import { authorised } from '../authorised';
import { parsedPolicy } from '../iam/policy-documents';
import type { SnsContext } from './context';
import { publishActions } from './publish-actions';
import { subscriptionActions } from './subscription-actions';
import { topicActions } from './topic-actions';
import { policyOf } from './topic-attributes';
import { findTopic, topicArn } from './topics';

/**
 * SNS: standard topics that deliver to queues. Functions may call it as far as their role's policies and the topic's own
 * policy allow.
 */
export function snsService(context: SnsContext): AwsService {
  const actions = authorised(
    { ...topicActions(context), ...subscriptionActions(context), ...publishActions(context) },
    {
      principalOf: context.credentials.principalOf,
      accessOf: (action, input) => ({ action: `sns:${action}`, ...resourceOf(input, context) }),
      // SNS writes SNS:Publish.
      spell: (action) => action.replace('sns:', 'SNS:'),
      code: 'AuthorizationError',
    },
  );
  return queryService({ service: 'sns', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', actions });
}

/** The topic that a call names, with its policy where it exists. The calls for one subscription have no resource. */
function resourceOf(input: unknown, { place, store }: SnsContext) {
  const given = isRecord(input) ? input : {};
  const named = typeof given.Name === 'string' ? topicArn(place, given.Name) : undefined;
  const arn = [given.TopicArn, given.ResourceArn, named].find((value) => typeof value === 'string');
  if (arn === undefined) return { resource: '*' };
  const topic = findTopic(store.read(), place, arn);
  return {
    resource: arn,
    context: { ...textOf('sns:Protocol', given.Protocol), ...textOf('sns:Endpoint', given.Endpoint) },
    ...(topic ? { resourcePolicy: parsedPolicy(policyOf(topic, place), 'resource') } : {}),
  };
}

function textOf(key: string, value: unknown): Record<string, readonly string[]> {
  return typeof value === 'string' ? { [key]: [value] } : {};
}
