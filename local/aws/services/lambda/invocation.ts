import { LocalError } from '../../../errors';
import { checkedEvent } from '../../../functions/payload';
import type { FunctionRunner } from '../../../functions/runner';
import type { FunctionSpecification } from '../../../functions/specification';
import { AwsFault } from '../../protocols/fault';
import type { RestResult, RestRoute } from '../../protocols/rest-json';
import { codeSha256, logGroupOf } from './configuration';
import type { LambdaContext } from './context';
import { functionArn, functionIn, type LambdaFunction } from './functions';

/** What a function answered. */
export type InvocationResult = Awaited<ReturnType<FunctionRunner['invoke']>>;

/** Invokes the function of that name or ARN. Throws AwsFault in Lambda's words where it cannot be started. */
export type InvokeFunction = (nameOrArn: string, payload: Buffer) => Promise<InvocationResult>;

/** Invocations through the runner, held to the function's reserved concurrency. */
export function functionInvoker({ place, store, blobs, runner }: LambdaContext): InvokeFunction {
  const running = new Map<string, number>();
  return async (nameOrArn, payload) => {
    const lambda = functionIn(store.read(), place, nameOrArn);
    const others = running.get(lambda.name) ?? 0;
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = lambda;
    if (others >= reservedConcurrency) throw tooManyRequests(reservedConcurrencyReached(lambda.name, others));
    running.set(lambda.name, others + 1);
    try {
      const file = blobs.fileOf(lambda.codeBlob);
      return await runner.invoke(specificationOf(lambda, functionArn(place, lambda.name), file), payload);
    } catch (error) {
      throw toInvocationFault(error);
    } finally {
      running.set(lambda.name, (running.get(lambda.name) ?? 1) - 1);
    }
  };
}

/** The call Invoke: waits for the result, only starts the function (`Event`), or only looks whether it is there (`DryRun`). */
export function invocationRoutes({ place, store, onLog }: LambdaContext, invoke: InvokeFunction): RestRoute[] {
  return [
    {
      action: 'Invoke',
      method: 'POST',
      path: '/2015-03-31/functions/{FunctionName}/invocations',
      handle: async ({ request, label }) => {
        const { name } = functionIn(store.read(), place, label('FunctionName'));
        const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
        const payload = eventOf(request.body, type);
        if (type === 'DryRun') return { status: 204 };
        if (type === 'Event') {
          void invoke(name, payload).catch((error: unknown) =>
            onLog(`lambda: the event for ${name}: ${String(error)}`),
          );
          return { status: 202 };
        }
        return toResponse(await invoke(name, payload), request.headers['x-amz-log-type'] === 'Tail');
      },
    },
  ];
}

function specificationOf(lambda: LambdaFunction, arn: string, zipFile: string): FunctionSpecification {
  return {
    name: lambda.name,
    arn,
    version: '$LATEST',
    handler: lambda.configuration.Handler,
    runtime: lambda.configuration.Runtime,
    timeoutSeconds: lambda.configuration.Timeout,
    memoryMegabytes: lambda.configuration.MemorySize,
    environment: lambda.configuration.Environment ?? {},
    zipFile,
    codeSha256: codeSha256(lambda),
    logGroup: logGroupOf(lambda),
  };
}

function toResponse(result: InvocationResult, withLog: boolean): RestResult {
  return {
    headers: {
      'x-amzn-requestid': result.requestId,
      'x-amz-executed-version': '$LATEST',
      ...(result.functionError ? { 'x-amz-function-error': result.functionError } : {}),
      ...(withLog ? { 'x-amz-log-result': Buffer.from(result.logTail).toString('base64') } : {}),
    },
    body: result.payload,
  };
}

function eventOf(body: Buffer, invocationType: string): Buffer {
  try {
    return checkedEvent(body, invocationType === 'Event' ? 'Event' : 'RequestResponse');
  } catch (error) {
    throw toInvocationFault(error);
  }
}

/** What the runner throws, in Lambda's words. */
function toInvocationFault(error: unknown): unknown {
  if (!(error instanceof LocalError)) return error;
  const { code, message } = error;
  if (code === 'too-many-requests') return tooManyRequests(error);
  if (code === 'request-too-large') return new AwsFault('RequestTooLargeException', message, 413, { cause: error });
  if (code !== 'invalid-request-content') return error;
  return new AwsFault('InvalidRequestContentException', message, 400, { cause: error });
}

const reservedConcurrencyReached = (name: string, running: number): LocalError =>
  new LocalError('too-many-requests', `${running} invocations of ${name} are running, its reserved concurrency.`);

/** Lambda's words give no reason; the cause has it. */
function tooManyRequests(cause: LocalError): AwsFault {
  return new AwsFault('TooManyRequestsException', 'Rate Exceeded.', 429, { cause });
}
