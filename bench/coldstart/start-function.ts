import { tmpdir } from 'node:os';
import path from 'node:path';
import { BenchError } from '../errors';
import { runProcess } from '../support/run-process';
import type { BuiltFunction } from './build-functions';
import { COMPANY } from './company-table';

/** Milliseconds of a cold start, and the size of what was started. */
export interface ColdStart {
  /** From the import of the function's module to its first answer. */
  init: number;
  /** The same, from the start of the process. */
  whole: number;
  /** Processor time of the process for `init`, without the system's. */
  user: number;
  kilobytes: number;
}

/**
 * Starts a function in a process of its own, and has it answer one request.
 *
 * @throws {BenchError} `contender-failed`; `wrong-answer`: it is not the company that was asked for
 */
export async function startFunction(
  { name, file, kilobytes }: BuiltFunction,
  { environment, signal }: { environment: Record<string, string>; signal: AbortSignal },
): Promise<ColdStart> {
  const program = path.join(__dirname, 'start-function.mjs');
  const output = await runProcess(process.execPath, [program, file, JSON.stringify(EVENT)], {
    cwd: tmpdir(),
    environment,
    signal,
  });
  const { answer, ...times } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  if (answer.statusCode === 200 && JSON.parse(answer.body).name === COMPANY) return { ...times, kilobytes };
  throw new BenchError('wrong-answer', `${name} answered GET ${PATH} with ${JSON.stringify(answer)}:\n${output}`);
}

const PATH = `/companies/${COMPANY}`;

/** What the handlers read of an event of API Gateway's payload format 2.0. */
const EVENT = {
  version: '2.0',
  routeKey: 'GET /companies/{name}',
  rawPath: PATH,
  rawQueryString: '',
  headers: {},
  pathParameters: { name: COMPANY },
  requestContext: { requestId: 'request', http: { method: 'GET', path: PATH } },
  isBase64Encoded: false,
};
