import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { createApiFunction, putApiPolicy, servicesOverHttp } from './stand-in';

let aws: Awaited<ReturnType<typeof servicesOverHttp>>;
let sqs: SQSClient;
let asFunction: SQSClient;

beforeAll(async () => {
  aws = await servicesOverHttp();
  await createApiFunction(aws.services);
  sqs = aws.client(SQSClient);
  asFunction = aws.functionsClient(SQSClient);
});
afterAll(() => aws.close());

let queues = 0;

async function newQueue(attributes: Partial<Record<QueueAttributeName, string>> = {}): Promise<string> {
  queues += 1;
  const created = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues}`, Attributes: attributes }));
  return created.QueueUrl ?? '';
}

const arnOf = (url: string) => `arn:aws:sqs:eu-central-1:000000000000:${url.split('/').at(-1)}`;
const sendText = (url: string, text: string) => sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: text }));

async function receive(url: string, input: Partial<ReceiveMessageCommandInput> = {}) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, ...input }));
  return Messages;
}

async function attributesOf(url: string, ...names: QueueAttributeName[]) {
  const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }));
  return answer.Attributes;
}

describe('a queue', () => {
  test('is described with what was set, SQS’s defaults for the rest, and how full it is', async () => {
    const url = await newQueue({ VisibilityTimeout: '60', MessageRetentionPeriod: '1209600' });
    await sendText(url, 'one');
    expect(await attributesOf(url, 'All')).toEqual({
      QueueArn: arnOf(url),
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '1209600',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
      LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
    });
    expect(await attributesOf(url, 'VisibilityTimeout')).toEqual({ VisibilityTimeout: '60' });
  });

  test('is changed, tagged, found by name and deleted', async () => {
    const url = await newQueue();
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: '5' } }));
    expect(await attributesOf(url, 'DelaySeconds')).toEqual({ DelaySeconds: '5' });
    await sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { Stage: 'one', Owner: 'two' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['Stage'] }));
    expect(await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).toMatchObject({ Tags: { Owner: 'two' } });
    const name = url.split('/').at(-1) ?? '';
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).toMatchObject({ QueueUrl: url });
    expect(await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }))).toMatchObject({ QueueUrls: [url] });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: name }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  });

  test('is made anew with the same attributes, and refused with others', async () => {
    const url = await newQueue({ VisibilityTimeout: '60' });
    const again = { QueueName: url.split('/').at(-1) };
    expect(await sqs.send(new CreateQueueCommand(again))).toMatchObject({ QueueUrl: url });
    const other = new CreateQueueCommand({ ...again, Attributes: { VisibilityTimeout: '61' } });
    await expect(sqs.send(other)).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  // An event of that name is special to Node.js, and so are properties of these names.
  test.each(['error', 'constructor'])('may be called %s', async (QueueName) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
    await sendText(QueueUrl, 'one');
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  test.each([
    ['a FIFO queue', { QueueName: 'a.fifo', Attributes: { FifoQueue: 'true' } }, 'does not have FIFO queues'],
    [
      'a key of one’s own',
      { Attributes: { KmsMasterKeyId: 'a' } },
      'does not support the queue attribute KmsMasterKeyId',
    ],
    ['a value out of range', { Attributes: { VisibilityTimeout: '43201' } }, 'VisibilityTimeout'],
    ['a redrive policy without a queue', { Attributes: { RedrivePolicy: '{"maxReceiveCount":1}' } }, 'RedrivePolicy'],
    ['a policy beyond the evaluator', { Attributes: { Policy: '{"Statement":{}}' } }, 'Malformed policy'],
  ])('refuses %s', async (_, input, message) => {
    const command = new CreateQueueCommand({ QueueName: 'refused', ...input });
    await expect(sqs.send(command)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});

describe('a message', () => {
  test('comes with its attributes and what SQS knows of it', async () => {
    const url = await newQueue();
    const attributes = {
      Kind: { DataType: 'String', StringValue: 'greeting' },
      Bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    const sent = await sqs.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: 'Grüß Gott', MessageAttributes: attributes }),
    );
    const [message] = await receive(url, { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'Grüß Gott',
      MessageAttributes: attributes,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SenderId: '000000000000' },
    });
  });

  test('is received by one, until that one lets it go', async () => {
    const url = await newQueue();
    await sendText(url, 'one');
    const [message] = await receive(url);
    expect(await receive(url)).toEqual([]);
    expect(await attributesOf(url, 'ApproximateNumberOfMessagesNotVisible')).toEqual({
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    const handle = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle };
    await sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    expect(await receive(url)).toHaveLength(1);
    // The handle of an earlier receive deletes nothing.
    await sqs.send(new DeleteMessageCommand(handle));
    expect(await attributesOf(url, 'ApproximateNumberOfMessagesNotVisible')).toEqual({
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  test('is waited for, and comes to who waits the moment that it is sent', async () => {
    const url = await newQueue();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await sendText(url, 'at last');
    expect(await waiting).toEqual([expect.objectContaining({ Body: 'at last' })]);
  });

  test('comes back to who waits when its visibility timeout is over', async () => {
    const url = await newQueue({ VisibilityTimeout: '1' });
    await sendText(url, 'again');
    await receive(url);
    const again = await receive(url, { WaitTimeSeconds: 20, MessageSystemAttributeNames: ['All'] });
    expect(again).toEqual([
      expect.objectContaining({ Attributes: expect.objectContaining({ ApproximateReceiveCount: '2' }) }),
    ]);
  });

  test('that was received too often goes to the dead-letter queue', async () => {
    const dead = await newQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount: 1 });
    const url = await newQueue({ VisibilityTimeout: '0', RedrivePolicy });
    await sendText(url, 'poison');
    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url)).toEqual([]);
    const letters = await receive(dead, { MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'] });
    expect(letters).toEqual([
      expect.objectContaining({ Body: 'poison', Attributes: { DeadLetterQueueSourceArn: arnOf(url) } }),
    ]);
  });

  test('of a batch fails by itself', async () => {
    const url = await newQueue();
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'bad', MessageBody: '\u0000' },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent.Successful).toEqual([expect.objectContaining({ Id: 'good' })]);
    expect(sent.Failed).toEqual([
      expect.objectContaining({ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }),
    ]);
    const [message] = await receive(url, { MaxNumberOfMessages: 10 });
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'here', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'none', ReceiptHandle: 'none' },
        ],
      }),
    );
    expect(deleted.Successful).toEqual([{ Id: 'here' }]);
    expect(deleted.Failed).toEqual([expect.objectContaining({ Id: 'none', Code: 'ReceiptHandleIsInvalid' })]);
  });

  test('is gone after a purge', async () => {
    const url = await newQueue();
    await sendText(url, 'one');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await receive(url)).toEqual([]);
  });

  test('may be no larger than the queue allows', async () => {
    const url = await newQueue({ MaximumMessageSize: '1024' });
    await sendText(url, 'x'.repeat(1024));
    await expect(sendText(url, 'x'.repeat(1025))).rejects.toMatchObject({
      message: expect.stringContaining('shorter than 1024 bytes'),
    });
  });
});

describe('a function', () => {
  const sendAsFunction = (url: string) => asFunction.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a' }));
  const denied = (url: string, because: string) => ({
    Code: 'AccessDenied',
    message: `User: arn:aws:sts::000000000000:assumed-role/api/api is not authorized to perform: sqs:sendmessage on resource: ${arnOf(url)} ${because}`,
  });

  test('may what its role’s policies allow, and no more', async () => {
    const [mine, other] = [await newQueue(), await newQueue()];
    await putApiPolicy(aws.services, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf(mine) });
    await sendAsFunction(mine);
    const Entries = [{ Id: 'a', MessageBody: 'a' }];
    await asFunction.send(new SendMessageBatchCommand({ QueueUrl: mine, Entries }));
    await expect(sendAsFunction(other)).rejects.toMatchObject(
      denied(other, 'because no identity-based policy allows the sqs:sendmessage action'),
    );
    await expect(asFunction.send(new ReceiveMessageCommand({ QueueUrl: mine }))).rejects.toMatchObject({
      Code: 'AccessDenied',
    });
  });

  test('may what the queue’s own policy allows its role, unless that denies it to all', async () => {
    await putApiPolicy(aws.services, { Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: '*' });
    const statement = (Effect: string, Principal: string) => ({
      ...{ Effect, Principal: { AWS: Principal }, Action: 'sqs:SendMessage', Resource: '*' },
    });
    const allow = statement('Allow', 'arn:aws:iam::000000000000:role/api');
    const url = await newQueue({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [allow] }) });
    await sendAsFunction(url);
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow, statement('Deny', '*')] });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
    await expect(sendAsFunction(url)).rejects.toMatchObject(
      denied(url, 'with an explicit deny in a resource-based policy'),
    );
  });
});
