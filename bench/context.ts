import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Deployment } from '../table/deployment';
import type { Measured } from './support/measurement';

/** What a benchmark gets: the deployment `local`, whose services run. */
export interface BenchContext {
  deployment: Deployment;
  /** How to reach its DynamoDB. */
  clientConfiguration: DynamoDBClientConfig;
  /** What Terraform gets in addition to the process's own environment. `undefined` takes a variable away. */
  terraformEnvironment: Record<string, string | undefined>;
  /** Rounds of each measurement; absent: as many as the measurement itself wants. */
  rounds?: number;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Runs `work` while a person sees what is measured, and for how long. */
  during<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
}

export interface Bench {
  /** One line for a person. */
  summary: string;
  /** Each measurement as soon as it is made. */
  run(context: BenchContext): AsyncIterable<Measured>;
}
