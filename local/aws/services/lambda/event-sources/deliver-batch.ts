import type { Batch } from './batching';
import type { EventSourceContext } from './context';
import { discard } from './discard';
import type { EventSourceMapping } from './mappings';
import { type Outcome, outcomeOf } from './outcome';
import { backoffMilliseconds, pause } from './pause';
import { afterInvocation, type Invocation, type Portion, splitByAge, wholeBatch } from './portions';
import { isOlderThan } from './stream-record';

interface Delivery {
  context: EventSourceContext;
  shardId: string;
  /** The mapping as it is now: a batch that is tried again is tried under its new settings. Undefined when it is gone. */
  mapping(): EventSourceMapping | undefined;
  /** Everything up to this sequence number is done with. */
  onDone(sequenceNumber: string): void;
  /** LastProcessingResult, in Lambda's words. */
  onResult(result: string): void;
  signal: AbortSignal;
}

/**
 * Delivers a batch, and again what fails of it, until it has succeeded or been given up. Resolves earlier when the signal
 * is given or the mapping is gone: what is not done then is delivered again another time.
 */
export async function deliverBatch(batch: Batch, delivery: Delivery): Promise<void> {
  const { signal } = delivery;
  let portions = batch.records.length > 0 ? [wholeBatch(batch.records)] : [];
  const proceed = (remaining: readonly Portion[]) => {
    portions = remaining.filter(({ records }) => records.length > 0);
    const left = portions.reduce((sum, { records }) => sum + records.length, 0);
    const done = batch.records[batch.records.length - left - 1]?.dynamodb.SequenceNumber;
    const through = left === 0 ? batch.through : done;
    if (through !== undefined) delivery.onDone(through);
  };
  if (portions.length === 0) proceed([]);
  for (;;) {
    const [next, ...others] = portions;
    const mapping = delivery.mapping();
    if (!next || !mapping || signal.aborted) return;
    const remaining = await deliver(next, mapping, delivery);
    proceed([...remaining, ...others]);
    const [again] = remaining;
    if (again && again.refusals > 0) await pause(backoffMilliseconds(again.refusals), signal);
    else if (again && again.failures > next.failures) await pause(backoffMilliseconds(again.failures), signal);
  }
}

/** Delivers a portion once, or gives up what of it is too old. Gives what remains to be delivered of it. */
async function deliver(
  portion: Portion,
  mapping: EventSourceMapping,
  { context, shardId, onResult, signal }: Delivery,
): Promise<Portion[]> {
  const [tooOld, young] = splitByAge(portion, isTooOldFor(mapping));
  if (tooOld.records.length > 0) {
    discard(context, { mapping, shardId, reason: 'RecordAgeExceeded', portion: tooOld });
    return [young];
  }
  const delivered = await invoke(context, mapping, portion);
  if ('refusal' in delivered) {
    // The function has not run: no attempt is counted, and only the records' age sets an end to it.
    const { refusal } = delivered;
    if (portion.refusals === 0 && !signal.aborted) {
      context.onLog(`lambda: records wait for ${mapping.functionName}: ${refusal}`);
    }
    onResult(`PROBLEM: ${refusal}`);
    return [{ ...portion, refusals: portion.refusals + 1 }];
  }
  onResult(delivered.outcome.kind === 'succeeded' ? 'OK' : 'PROBLEM: Function call failed');
  const { remaining, discarded } = afterInvocation(portion, delivered, {
    bisect: mapping.settings.BisectBatchOnFunctionError,
    maximumRetries: mapping.settings.MaximumRetryAttempts,
  });
  if (discarded) discard(context, { mapping, shardId, reason: 'RetryAttemptsExhausted', portion: discarded });
  return remaining;
}

function isTooOldFor({ settings }: EventSourceMapping): Parameters<typeof splitByAge>[1] {
  const { MaximumRecordAgeInSeconds: maximum } = settings;
  const now = Date.now();
  return (record) => maximum >= 0 && isOlderThan(record, maximum, now);
}

/** An invocation, or why there was none: the function is gone, say, or as many invocations of it run as may at once. */
async function invoke(
  { invoke: invokeFunction }: EventSourceContext,
  { functionName, settings }: EventSourceMapping,
  { records }: Portion,
): Promise<{ outcome: Outcome; invocation: Invocation } | { refusal: string }> {
  try {
    const result = await invokeFunction(functionName, Buffer.from(JSON.stringify({ Records: records })));
    const reportsItemFailures = settings.FunctionResponseTypes.includes('ReportBatchItemFailures');
    const { requestId, functionError } = result;
    return { outcome: outcomeOf(records, result, reportsItemFailures), invocation: { requestId, functionError } };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}
