import path from 'node:path';
import { REPOSITORY } from '../../stacks/stack';
import { runProcess } from '../support/run-process';

const PROGRAM = path.join(REPOSITORY, 'yarnw');

/** A command as a person types it, with the Node that runs this. */
export const yarnw = (words: readonly string[], signal: AbortSignal): Promise<string> =>
  runProcess(process.execPath, [PROGRAM, ...words], { cwd: REPOSITORY, signal });
