import { regionalArn } from '../../arn';
import { type RightsRule, textOf } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsRights: RightsRule = ({ operation, input: { QueueName: name, QueueUrl: url }, place }) => {
  const queue = textOf(name) || textOf(url).split('/').at(-1);
  return [{ action: `sqs:${operation}`, resource: queue ? regionalArn('sqs', place, queue) : '*' }];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsRights: RightsRule = ({
  operation,
  input: { Name: name, TopicArn: topic, ResourceArn: arn },
  place,
}) => {
  const made = name ? regionalArn('sns', place, textOf(name)) : '*';
  return [{ action: `sns:${operation}`, resource: textOf(topic) || textOf(arn) || made }];
};
