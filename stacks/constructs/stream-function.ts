import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { Construct } from 'constructs';
import type { StreamView } from '../../table/deployment';
import { DeadLetterQueue } from './dead-letter-queue';
import { ServiceFunction, type ServiceFunctionOptions } from './function';
import { Alarm } from './monitoring/alarm';
import { streamGraphs } from './monitoring/graphs';
import type { Graph } from './monitoring/metric';
import { functionMetrics } from './monitoring/metrics';
import type { Table } from './table';

export interface StreamFunctionOptions extends ServiceFunctionOptions {
  /** The table whose stream it reads. */
  table: Table;
  /** What its handler reads of an item in a record. */
  view: StreamView;
  /** Records of a batch, 1 to 10,000, of together at most 6 MB. Default: 100. */
  batchSize?: number;
  /** Seconds that a batch may wait to be filled, 0 to 300. Default: 0. */
  batchingWindowSeconds?: number;
  /** A batch that failed is cut in two, which parts a record that can't be worked off from its neighbours. Default: true. */
  bisect?: boolean;
  /**
   * Seconds, 60 and more: a record that is older is given up, whether it was ever tried or not. Default: none is given up for
   * its age. A stream keeps its records for 24 hours, and while one is tried again those behind it in its shard wait.
   */
  maximumAgeSeconds?: number;
  /** How often a batch that failed is tried again, 0 to 10,000. Cutting it in two does not count. Default: 3. */
  retries?: number;
  /** Which records are passed on: those that any of the patterns fits, at most 5. Default: all. */
  filters?: readonly StreamFilter[];
  /** Seconds that the function may lag behind before its alarm goes off. Default: five minutes. */
  alarmAfterSeconds?: number;
}

/**
 * A pattern of a stream's record.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export interface StreamFilter {
  eventName?: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
  dynamodb?: object;
}

/**
 * A function that reads the table's stream. Its handler answers with `batchItemFailures`; what is given up goes, as Lambda's
 * description of the records' place in the stream, to a queue of its own.
 */
export class StreamFunction extends ServiceFunction {
  readonly deadLetterQueueUrl: string;
  /** What the dashboard shows of its place in the stream. */
  readonly streamGraphs: readonly Graph[];

  constructor(scope: Construct, id: string, { table, view, ...options }: StreamFunctionOptions) {
    super(scope, id, options);
    const { name, alarmActions, alarmAfterSeconds = 300 } = options;
    const queueName = `${name}-dead-letters`;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters-queue', { name: queueName, alarmActions });
    new LambdaEventSourceMapping(this, 'stream', {
      ...mappingSettings(options),
      functionName: this.arn,
      eventSourceArn: table.streamArn,
      // From the oldest record that there is: LATEST may miss those that come while the mapping is being made.
      startingPosition: 'TRIM_HORIZON',
      functionResponseTypes: ['ReportBatchItemFailures'],
      destinationConfig: { onFailure: { destinationArn: deadLetters.arn } },
      dependsOn: [table.grantStream(this), deadLetters.grantSend(this)],
      lifecycle: { precondition: [table.requireStream(view)] },
    });
    this.deadLetterQueueUrl = deadLetters.url;
    this.streamGraphs = streamGraphs(name, queueName);
    new Alarm(this, 'iterator-age', {
      name: `${name}-iterator-age`,
      description: `${name} lags behind the table's stream by more than ${alarmAfterSeconds} seconds.`,
      metric: functionMetrics(name).iteratorAge,
      threshold: alarmAfterSeconds * 1000,
      actions: alarmActions,
    });
  }
}

/**
 * "The default value is infinite (-1)": a mapping that is new, or that stood still, begins with records that are up to a day
 * old and have nothing wrong with them. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
const AT_NO_AGE = -1;

const mappingSettings = ({
  batchSize = 100,
  batchingWindowSeconds = 0,
  bisect = true,
  maximumAgeSeconds = AT_NO_AGE,
  retries = 3,
  filters = [],
}: Omit<StreamFunctionOptions, 'table' | 'view'>) => ({
  batchSize,
  maximumBatchingWindowInSeconds: batchingWindowSeconds,
  bisectBatchOnFunctionError: bisect,
  maximumRecordAgeInSeconds: maximumAgeSeconds,
  maximumRetryAttempts: retries,
  ...(filters.length > 0 && {
    filterCriteria: { filter: filters.map((filter) => ({ pattern: JSON.stringify(filter) })) },
  }),
});
