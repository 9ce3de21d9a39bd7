import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createApiFunction, putApiPolicy, servicesOverHttp } from './stand-in';

let aws: Awaited<ReturnType<typeof servicesOverHttp>>;
let sns: SNSClient;
let sqs: SQSClient;

beforeAll(async () => {
  aws = await servicesOverHttp();
  sns = aws.client(SNSClient);
  sqs = aws.client(SQSClient);
});
afterAll(() => aws.close());

let made = 0;

async function newTopic(): Promise<string> {
  made += 1;
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `topic-${made}` }));
  return TopicArn;
}

/** A queue whose policy lets SNS send for that topic. */
async function newQueue(topicArn: string): Promise<{ url: string; arn: string }> {
  made += 1;
  const statement = {
    ...{
      Sid: 'topic-may-send',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
    },
    ...{ Resource: '*', Condition: { ArnEquals: { 'aws:SourceArn': topicArn } } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const QueueName = `queue-${made}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  return { url: QueueUrl, arn: `arn:aws:sqs:eu-central-1:000000000000:${QueueName}` };
}

async function subscribe(TopicArn: string, Endpoint: string, Attributes?: Record<string, string>): Promise<string> {
  const input = { TopicArn, Protocol: 'sqs', Endpoint, Attributes, ReturnSubscriptionArn: true };
  const { SubscriptionArn = '' } = await sns.send(new SubscribeCommand(input));
  return SubscriptionArn;
}

async function receive(QueueUrl: string) {
  const received = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  return received.Messages ?? [];
}

describe('a topic', () => {
  test('has SNS’s own policy until it is given one', async () => {
    const TopicArn = await newTopic();
    const attributes = async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes;
    expect(await attributes()).toMatchObject({ TopicArn, Owner: '000000000000', SubscriptionsConfirmed: '0' });
    expect((await attributes())?.Policy).toContain('__default_statement_ID');
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' }],
    });
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: Policy }));
    expect((await attributes())?.Policy).toBe(Policy);
  });

  test('is tagged, listed and deleted with its subscriptions', async () => {
    const TopicArn = await newTopic();
    const subscription = await subscribe(TopicArn, 'arn:aws:sqs:eu-central-1:000000000000:none');
    const Tags = [
      { Key: 'Stage', Value: 'one' },
      { Key: 'Owner', Value: 'a & b' },
    ];
    await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags }));
    await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ['Stage'] }));
    const listed = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(listed.Tags).toEqual([{ Key: 'Owner', Value: 'a & b' }]);
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toContainEqual({ TopicArn });
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    const gone = sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription }));
    await expect(gone).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test.each([
    [
      'an attribute that has no effect here',
      { KmsMasterKeyId: 'a' },
      'does not support the topic attribute KmsMasterKeyId',
    ],
    ['a policy beyond the evaluator', { Policy: '{"Statement":{}}' }, 'Malformed policy'],
  ])('refuses %s', async (_, Attributes, message) => {
    const create = sns.send(new CreateTopicCommand({ Name: 'refused', Attributes }));
    await expect(create).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});

describe('a subscription', () => {
  test('by mail stays pending, and cannot be ended', async () => {
    const TopicArn = await newTopic();
    const input = { TopicArn, Protocol: 'email', Endpoint: 'ada@example.com' };
    expect((await sns.send(new SubscribeCommand(input))).SubscriptionArn).toBe('pending confirmation');
    const { SubscriptionArn } = await sns.send(new SubscribeCommand({ ...input, ReturnSubscriptionArn: true }));
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: 'true', Endpoint: 'ada@example.com' });
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([
      expect.objectContaining({ SubscriptionArn: 'PendingConfirmation', Protocol: 'email' }),
    ]);
    await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Cannot unsubscribe a subscription that is pending confirmation'),
    });
  });

  test('of a queue delivers until it is ended', async () => {
    const TopicArn = await newTopic();
    const queue = await newQueue(TopicArn);
    const SubscriptionArn = await subscribe(TopicArn, queue.arn);
    await sns.send(new PublishCommand({ TopicArn, Message: 'one' }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'two' }));
    const messages = await receive(queue.url);
    expect(messages.map(({ Body = '' }) => JSON.parse(Body).Message)).toEqual(['one']);
  });
});

describe('a message', () => {
  const MessageAttributes = { Kind: { DataType: 'String', StringValue: 'greeting' } };

  async function delivered(input: Omit<PublishCommandInput, 'TopicArn'>, raw: boolean) {
    const TopicArn = await newTopic();
    const queue = await newQueue(TopicArn);
    const SubscriptionArn = await subscribe(TopicArn, queue.arn);
    const attribute = { AttributeName: 'RawMessageDelivery', AttributeValue: String(raw) };
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...attribute }));
    await sns.send(new PublishCommand({ TopicArn, ...input }));
    const [message] = await receive(queue.url);
    return { TopicArn, message };
  }

  test('comes to a queue in a notification', async () => {
    const { TopicArn, message } = await delivered({ Message: 'hello', Subject: 'greeting', MessageAttributes }, false);
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      TopicArn,
      Subject: 'greeting',
      Message: 'hello',
      MessageAttributes: { Kind: { Type: 'String', Value: 'greeting' } },
    });
  });

  test('comes as it is with raw delivery', async () => {
    const { message } = await delivered({ Message: 'hello', MessageAttributes }, true);
    expect(message).toMatchObject({ Body: 'hello', MessageAttributes });
  });

  test('may have another text for queues', async () => {
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    const { message } = await delivered({ Message, MessageStructure: 'json' }, true);
    expect(message?.Body).toBe('for queues');
  });

  test('does not come to a queue whose policy does not let the topic send, and the log says so', async () => {
    const [TopicArn, other] = [await newTopic(), await newTopic()];
    const queue = await newQueue(other);
    await subscribe(TopicArn, queue.arn);
    await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    expect(await receive(queue.url)).toEqual([]);
    expect(aws.services.failures).toEqual([expect.stringContaining(`sns.amazonaws.com may not send to ${queue.arn}`)]);
  });
});

test('a function may publish to what its role’s policies allow', async () => {
  await createApiFunction(aws.services);
  const asFunction = aws.functionsClient(SNSClient);
  const [mine, other] = [await newTopic(), await newTopic()];
  await putApiPolicy(aws.services, { Effect: 'Allow', Action: 'sns:Publish', Resource: mine });
  await asFunction.send(new PublishCommand({ TopicArn: mine, Message: 'a' }));
  await expect(asFunction.send(new PublishCommand({ TopicArn: other, Message: 'a' }))).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
    message: `User: arn:aws:sts::000000000000:assumed-role/api/api is not authorized to perform: SNS:Publish on resource: ${other} because no identity-based policy allows the SNS:Publish action`,
  });
});
