type Level = 'info' | 'error';

/** Writes one entry of the log: `message` and whatever else is known, `error` with its stack. */
export type Log = (level: Level, message: string, fields?: Record<string, unknown>) => void;

/**
 * One line of JSON on standard output. Lambda's own `console` puts a time, the request id and a level before each line,
 * so that CloudWatch Logs Insights would no longer see JSON: this goes round it.
 */
export const log: Log = (level, message, fields = {}) => {
  const entry = { level, time: new Date().toISOString(), message, ...fields };
  process.stdout.write(`${JSON.stringify(entry, describeErrors)}\n`);
};

/** `JSON.stringify` leaves nothing of an Error, whose properties are not enumerable. */
function describeErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, ...('code' in value && { code: value.code }), message, stack, cause };
}
