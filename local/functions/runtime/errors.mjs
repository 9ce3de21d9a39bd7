/**
 * What Lambda tells of a thrown value.
 *
 * @param {unknown} error
 * @returns {{ errorType: string, errorMessage: string, trace: string[] }}
 */
export function describeError(error) {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error)) {
    const { name, message, stack } = /** @type {Error} */ (error);
    return { errorType: name, errorMessage: message, trace: String(stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/**
 * An error of the runtime itself, told apart by its name: `Runtime.HandlerNotFound` and the like.
 *
 * @param {string} name
 * @param {string} message
 */
export function runtimeError(name, message) {
  const error = new Error(message);
  error.name = name;
  error.stack = `${name}: ${message}`;
  return error;
}

/** @param {unknown} reason what a promise was rejected with that nobody awaited */
export function unhandledRejection(reason) {
  const error = runtimeError('Runtime.UnhandledPromiseRejection', String(reason));
  if (reason instanceof Error) {
    error.stack = `Runtime.UnhandledPromiseRejection: ${reason.stack}`;
  }
  return error;
}
