/** What one invocation came to. */
export interface Outcome {
  payload: Buffer;
  /** `Unhandled` where the function failed, in whatever way: Lambda says no other word for Node functions. */
  functionError?: string;
  /** What the REPORT line says of a failure, beside its numbers. */
  status?: string;
  /** What Lambda itself says of a failure in the function's log, ahead of END. */
  log?: readonly string[];
}

/** The `errorType` of an invocation that ran into the function's timeout. */
export const TIMED_OUT = 'Sandbox.Timedout';

/** Largest answer of a function: 6 MB and a hundred bytes, as Lambda's own message says. */
export const RESPONSE_LIMIT_BYTES = 6_291_556;

/** The function ran into its timeout and was killed. */
export function timedOut(requestId: string, seconds: number): Outcome {
  const reason = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return {
    ...failed({ errorType: TIMED_OUT, errorMessage: `RequestId: ${requestId} Error: ${reason}` }),
    status: 'Status: timeout',
    log: [stamped(requestId, reason)],
  };
}

/** The process ended without having answered. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): Outcome {
  const errorType = 'Runtime.ExitError';
  const errorMessage = `RequestId: ${requestId} Error: ${exitReason(code, signal)}`;
  return {
    ...failed({ errorType, errorMessage }),
    status: errorStatus(errorType),
    log: [errorMessage, errorType],
  };
}

/** The function's answer was larger than Lambda passes on. */
export function responseTooLarge(requestId: string): Outcome {
  const errorType = 'Function.ResponseSizeTooLarge';
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`;
  return {
    ...failed({ errorType, errorMessage }),
    status: errorStatus(errorType),
    log: [stamped(requestId, `${errorType}: ${errorMessage}`)],
  };
}

/** The runtime client reported an error, in the JSON that the caller gets. */
export function reportedError(payload: Buffer): Outcome {
  return { payload, functionError: 'Unhandled' };
}

function failed(error: { errorType: string; errorMessage: string }): Outcome {
  return { payload: Buffer.from(JSON.stringify(error)), functionError: 'Unhandled' };
}

const errorStatus = (errorType: string): string => `Status: error\tError Type: ${errorType}`;

const stamped = (requestId: string, text: string): string => `${new Date().toISOString()} ${requestId} ${text}`;

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
