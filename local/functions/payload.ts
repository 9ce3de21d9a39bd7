import { LocalError } from '../errors';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: for a synchronous and an asynchronous invocation */
const LIMIT_BYTES = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024 };

/**
 * The event of an invocation, as the function gets it: nothing at all counts as `{}`. The messages are Lambda's.
 *
 * @throws LocalError `request-too-large` or `invalid-request-content`
 */
export function checkedEvent(payload: Buffer, invocationType: keyof typeof LIMIT_BYTES): Buffer {
  const limit = LIMIT_BYTES[invocationType];
  if (payload.length > limit) {
    const message = `${payload.length} byte payload is too large for the ${invocationType} invocation type (limit ${limit} bytes)`;
    throw new LocalError('request-too-large', message);
  }
  if (payload.length === 0) {
    return Buffer.from('{}');
  }
  try {
    JSON.parse(payload.toString('utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Could not parse request body into json: ${reason}`;
    throw new LocalError('invalid-request-content', message, { cause });
  }
  return payload;
}
