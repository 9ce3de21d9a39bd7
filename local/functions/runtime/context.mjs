/**
 * The context object of an invocation, with the older ways to answer that Node functions still may use.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 *
 * @param {import('./runtime-api-client.mjs').Invocation} invocation
 * @param {(error?: unknown, result?: unknown) => void} answer answers at once
 */
export function createContext({ requestId, functionArn, deadline }, answer) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: answer,
    /** @param {unknown} error */
    fail: (error) => answer(error ?? 'handled'),
    /** @param {unknown} result */
    succeed: (result) => answer(undefined, result),
  };
}
