import { format } from 'node:util';
import { describeError } from './errors.mjs';

/**
 * Makes `console` print as in a function: time, request id, level and message, parted by tabs.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function capturePrinting() {
  const streams = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
  let requestId = 'undefined';
  /** @param {string} level @param {unknown[]} values */
  const print = (level, ...values) => {
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`);
  };

  console.log = (...values) => print('INFO', ...values);
  console.info = (...values) => print('INFO', ...values);
  console.debug = (...values) => print('DEBUG', ...values);
  console.warn = (...values) => print('WARN', ...values);
  console.error = (...values) => print('ERROR', ...values);
  console.trace = (...values) => {
    const stack = String(new Error().stack).split('\n').slice(2).join('\n');
    print('TRACE', `${format(...values)}\n${stack}`);
  };

  return {
    /** @param {string} id */
    setRequestId(id) {
      requestId = id;
    },
    /** @param {string} kind @param {unknown} error */
    printError(kind, error) {
      const { trace, ...description } = describeError(error);
      print('ERROR', `${kind} \t${JSON.stringify({ ...description, stack: trace })}`);
    },
    /**
     * Marks on both streams that everything which this invocation printed has been written, for the runner to wait for.
     *
     * @param {string} id
     * @returns {Promise<unknown>}
     */
    complete: (id) =>
      Promise.all(streams.map((write) => new Promise((resolve) => write(`\0end ${id}\n`, () => resolve(undefined))))),
  };
}
