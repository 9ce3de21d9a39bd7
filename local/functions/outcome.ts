/** What one invocation came to. */
export interface Outcome {
  payload: Buffer;
  /** `Unhandled` where the function failed, in whatever way: Lambda says no other word for Node functions. */
  functionError?: string;
  /** What the REPORT line says of a failure, beside its numbers. */
  status?: string;
}

/** The `errorType` of an invocation that ran into the function's timeout. */
export const TIMED_OUT = 'Sandbox.Timedout';

/** Largest answer of a function: 6 MB and a hundred bytes, as Lambda's own message says. */
export const RESPONSE_LIMIT_BYTES = 6_291_556;

/** The function ran into its timeout and was killed. */
export function timedOut(requestId: string, seconds: number): Outcome {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return failed({ errorType: TIMED_OUT, errorMessage }, 'Status: timeout');
}

/** The process ended without having answered. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): Outcome {
  const reason = `RequestId: ${requestId} Error: ${exitReason(code, signal)}`;
  return failed(
    { errorType: 'Runtime.ExitError', errorMessage: reason },
    'Status: error\tError Type: Runtime.ExitError',
  );
}

/** The function's answer was larger than Lambda passes on. */
export function responseTooLarge(): Outcome {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`;
  return failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
}

/** The runtime client reported an error, in the JSON that the caller gets. */
export function reportedError(payload: Buffer): Outcome {
  return { payload, functionError: 'Unhandled' };
}

function failed(error: { errorType: string; errorMessage: string }, status?: string): Outcome {
  return { payload: Buffer.from(JSON.stringify(error)), functionError: 'Unhandled', status };
}

const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) {
    return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  }
  return code ? `Runtime exited with error: exit status ${code}` : 'Runtime exited without providing a reason';
}
