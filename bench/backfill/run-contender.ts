import path from 'node:path';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { REPOSITORY } from '../../stacks/stack';
import { BenchError } from '../errors';
import { runProcess } from '../support/run-process';
import type { WayResult } from './ways/way';

export interface ContenderOptions {
  way: 'backfill' | 'update-items' | 'batch-writes' | 'script';
  /** What can be written down of it. */
  configuration: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>;
  tableName: string;
  /** A small table of the same kind that the process works off before it is measured. */
  warmUpTableName: string;
}

/** What one way over one table took of its process. */
export interface ContenderSample extends WayResult {
  seconds: number;
  /** User and system. */
  processorMicroseconds: number;
  /** Of its whole life, from its start. */
  peakMegabytes: number;
}

/**
 * Runs a contender in a process of its own: its processor time and its memory are its alone.
 *
 * @param expectedItems how many items it has to change at least
 * @throws {BenchError} `contender-failed`, also where it changed fewer
 */
export async function runContender(
  options: ContenderOptions,
  expectedItems: number,
  signal: AbortSignal,
): Promise<ContenderSample> {
  const program = path.join(__dirname, 'contender.ts');
  const words = ['--require', 'tsx/cjs', program, JSON.stringify(options)];
  const sample: ContenderSample = JSON.parse(await runProcess(process.execPath, words, { cwd: REPOSITORY, signal }));
  if (sample.items >= expectedItems) return sample;
  throw new BenchError(
    'contender-failed',
    `${options.way} changed ${sample.items} items of table ${options.tableName}, and not ${expectedItems}.`,
  );
}

export const itemsPerSecond = ({ items, seconds }: ContenderSample): number => items / seconds;

export const processorPerItem = ({ items, processorMicroseconds }: ContenderSample): number =>
  processorMicroseconds / items;
