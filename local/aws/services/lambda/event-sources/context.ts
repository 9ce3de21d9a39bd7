import type { AwsPlace } from '../../../arn';
import type { LambdaStore } from '../functions';
import type { InvokeFunction } from '../invocation';
import type { Checkpoints } from './checkpoints';
import type { Streams } from './streams';

/** What event source mappings work on. */
export interface EventSourceContext {
  place: AwsPlace;
  /** Functions and mappings. */
  store: LambdaStore;
  checkpoints: Checkpoints;
  /** DynamoDB Streams as the function's role calls it. */
  streamsAs(functionName: string): Streams;
  invoke: InvokeFunction;
  queues: FailureQueues;
  onLog(line: string): void;
}

/** The queues that discarded batches are sent to. */
export interface FailureQueues {
  /** Whether the policies of the function's role allow sqs:SendMessage. */
  maySend(functionName: string, queueArn: string): boolean;
  /** Throws an AwsFault where there is no such queue. */
  send(queueArn: string, body: string): void;
}
