import { capturePrinting } from './console.mjs';
import { createContext } from './context.mjs';
import { describeError, unhandledRejection } from './errors.mjs';
import { loadHandler } from './handler.mjs';
import { createRuntimeApiClient } from './runtime-api-client.mjs';
import { watchParent } from './watch-parent.mjs';

/**
 * @typedef {import('./runtime-api-client.mjs').Invocation} Invocation
 * @typedef {{ result: unknown } | { error: unknown }} Outcome
 */

/**
 * The runtime client: what runs in an execution environment. It loads the function's handler and then, over and over, asks
 * the Runtime API for the next invocation and sends back what came of it. Plain JavaScript, so that the process needs no
 * TypeScript loader, which would change how the function's own modules are found and loaded.
 */
watchParent();
const printing = capturePrinting();
const runtimeApi = createRuntimeApiClient(process.env.AWS_LAMBDA_RUNTIME_API ?? '');
/** @type {string | undefined} */
let runningRequestId;
/** What happens when the event loop is empty: set while an invocation runs. */
let onEmptyEventLoop = () => {};

process.on('beforeExit', () => onEmptyEventLoop());
process.on('uncaughtException', (error) => endWith('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => endWith('Unhandled Promise Rejection', unhandledRejection(reason), 128));

const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), process.env._HANDLER ?? '').catch(
  (error) => endWith('Uncaught Exception', error, 1),
);

while (handler) {
  const invocation = await runtimeApi.next();
  runningRequestId = invocation.requestId;
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  printing.setRequestId(invocation.requestId);
  const outcome = serialize(await run(handler, invocation));
  if ('error' in outcome) {
    printing.printError('Invoke Error', outcome.error);
    await printing.complete(invocation.requestId);
    await runtimeApi.sendError(invocation.requestId, JSON.stringify(describeError(outcome.error)));
  } else {
    await printing.complete(invocation.requestId);
    await runtimeApi.sendResponse(invocation.requestId, outcome.body);
  }
  runningRequestId = undefined;
}

/**
 * Calls the handler. It answers by the promise it returns, or through the callback; an answer by callback waits until the
 * event loop is empty, unless the context says otherwise. Where the event loop is empty and nothing has been answered,
 * the answer is null.
 *
 * @param {(event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown} handle
 * @param {Invocation} invocation
 * @returns {Promise<Outcome>}
 */
function run(handle, invocation) {
  return new Promise((resolve) => {
    /** @type {Outcome | undefined} */
    let answered;
    /** @param {Outcome} outcome @param {boolean} waits */
    const answer = (outcome, waits) => {
      answered ??= outcome;
      if (!waits) {
        resolve(answered);
      }
    };
    onEmptyEventLoop = () => resolve(answered ?? { result: null });
    const context = createContext(invocation, (error, result) => answer(toOutcome(error, result), false));
    try {
      const returned = handle(JSON.parse(invocation.body), context, (error, result) =>
        answer(toOutcome(error, result), context.callbackWaitsForEmptyEventLoop),
      );
      if (isPromise(returned)) {
        returned.then(
          (result) => answer({ result }, false),
          (error) => answer({ error }, false),
        );
      }
    } catch (error) {
      answer({ error }, false);
    }
  });
}

/**
 * @param {unknown} error
 * @param {unknown} result
 * @returns {Outcome}
 */
function toOutcome(error, result) {
  return error === undefined || error === null ? { result } : { error };
}

/**
 * @param {unknown} value
 * @returns {value is PromiseLike<unknown>}
 */
function isPromise(value) {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * @param {Outcome} outcome
 * @returns {{ body: string } | { error: unknown }}
 */
function serialize(outcome) {
  if ('error' in outcome) {
    return outcome;
  }
  try {
    return { body: JSON.stringify(outcome.result) ?? 'null' };
  } catch {
    return { error: new Error('Unable to stringify response body') };
  }
}

/**
 * An error that nobody caught: reported for the invocation that runs, or for the initialisation, and the end of the process.
 *
 * @param {string} kind
 * @param {unknown} error
 * @param {number} exitStatus
 * @returns {Promise<never>}
 */
async function endWith(kind, error, exitStatus) {
  printing.printError(kind, error);
  const description = JSON.stringify(describeError(error));
  if (runningRequestId === undefined) {
    await runtimeApi.sendInitError(description);
  } else {
    await printing.complete(runningRequestId);
    await runtimeApi.sendError(runningRequestId, description);
  }
  process.exit(exitStatus);
}
