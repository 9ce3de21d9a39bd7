import { StreamFunction, type StreamFunctionOptions } from '../../../../stacks/constructs/stream-function';
import { Table } from '../../../../stacks/constructs/table';
import { statementsOf } from '../support/policies';
import { functionOptions, only, resourcesOf, type Synthesised, synthesised } from '../support/synthesised';

function streamFunction(options: Partial<StreamFunctionOptions> = {}): Synthesised {
  return synthesised((scope) => {
    const table = new Table(scope, 'table', { name: 'things', region: 'eu-central-1' });
    new StreamFunction(scope, 'counter', {
      ...functionOptions('things-counter'),
      table,
      view: 'NEW_IMAGE',
      ...options,
    });
  });
}

const mapping = (stack: Synthesised) => only(stack, 'aws_lambda_event_source_mapping').resource;

describe('the event source mapping', () => {
  const stack = streamFunction();
  const queue = only(stack, 'aws_sqs_queue');

  test('leads the table’s stream, by the ARN that Terraform looked up, to the function', () => {
    const [lookup] = Object.keys(stack.data.aws_dynamodb_table ?? {});

    expect(mapping(stack)).toMatchObject({
      event_source_arn: `\${data.aws_dynamodb_table.${lookup}.stream_arn}`,
      function_name: `\${${only(stack, 'aws_lambda_function').address}.arn}`,
      starting_position: 'TRIM_HORIZON',
    });
  });

  test('lets the handler answer with the records that failed, and gives up into the queue after three retries, at no age', () => {
    expect(mapping(stack)).toMatchObject({
      batch_size: 100,
      maximum_batching_window_in_seconds: 0,
      function_response_types: ['ReportBatchItemFailures'],
      bisect_batch_on_function_error: true,
      maximum_record_age_in_seconds: -1,
      maximum_retry_attempts: 3,
      destination_config: { on_failure: { destination_arn: `\${${queue.address}.arn}` } },
    });
    expect(mapping(stack)).not.toHaveProperty('filter_criteria');
  });

  test('takes what it is given', () => {
    const given = streamFunction({
      batchSize: 10,
      batchingWindowSeconds: 5,
      bisect: false,
      maximumAgeSeconds: 60,
      retries: 0,
      filters: [{ eventName: ['INSERT'] }, { dynamodb: { Keys: { sk: { S: [{ prefix: 'member#' }] } } } }],
    });

    expect(mapping(given)).toMatchObject({
      batch_size: 10,
      maximum_batching_window_in_seconds: 5,
      bisect_batch_on_function_error: false,
      maximum_record_age_in_seconds: 60,
      maximum_retry_attempts: 0,
      filter_criteria: {
        filter: [
          { pattern: '{"eventName":["INSERT"]}' },
          { pattern: '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"member#"}]}}}}' },
        ],
      },
    });
  });

  test('is made when the role may read the stream and send to the queue, which Lambda tries; the function need not wait for that', () => {
    const policies = ['counter_table-stream', 'counter_dead-letters'].map(
      (beginning) => only(stack, 'aws_iam_role_policy', beginning).address,
    );

    expect(mapping(stack).depends_on).toEqual(policies);
    expect(only(stack, 'aws_lambda_function').resource.depends_on).not.toEqual(
      expect.arrayContaining([expect.stringMatching(policies.join('|'))]),
    );
    expect(statementsOf(stack, 'dead-letters')).toEqual([
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: expect.stringMatching(/^arn:aws:sqs:/) },
    ]);
  });

  test('says what to do where the table has no stream, or one that shows something else, in place of what Terraform would say', () => {
    const [lookup] = Object.keys(stack.data.aws_dynamodb_table ?? {});

    expect(mapping(stack).lifecycle).toEqual({
      precondition: [
        {
          condition: `\${(data.aws_dynamodb_table.${lookup}.stream_enabled && (data.aws_dynamodb_table.${lookup}.stream_view_type == "NEW_IMAGE"))}`,
          error_message:
            'The table things has no stream with NEW_IMAGE for a function to read. Set its `stream` in deployments.ts, and run yarn bootstrap.',
        },
      ],
    });
  });

  test('is refused where the deployment declares a stream that shows something else', () => {
    const keysOnly = () =>
      synthesised((scope) => {
        const table = new Table(scope, 'table', { name: 'things', region: 'eu-central-1', stream: 'KEYS_ONLY' });
        new StreamFunction(scope, 'counter', { ...functionOptions('things-counter'), table, view: 'NEW_IMAGE' });
      });

    expect(keysOnly).toThrow(expect.objectContaining({ code: 'other-stream' }));
  });
});

test('the queue keeps what ends there as long as SQS can', () => {
  expect(only(streamFunction(), 'aws_sqs_queue').resource).toEqual({
    name: 'things-counter-dead-letters',
    message_retention_seconds: 1_209_600,
  });
});

test('its alarms are for errors, throttles, what lags behind and what has been given up', () => {
  const alarms = resourcesOf(streamFunction({ alarmAfterSeconds: 60 }), 'aws_cloudwatch_metric_alarm');

  expect(
    alarms.map(({ alarm_name, namespace, metric_name, threshold }) => [alarm_name, namespace, metric_name, threshold]),
  ).toEqual([
    ['things-counter-dead-letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 1],
    ['things-counter-errors', 'AWS/Lambda', 'Errors', 1],
    ['things-counter-iterator-age', 'AWS/Lambda', 'IteratorAge', 60_000],
    ['things-counter-throttles', 'AWS/Lambda', 'Throttles', 1],
  ]);
});
