import type { Readable } from 'node:stream';

/**
 * Begins the line that the runtime client writes to both streams at the end of an invocation, followed by the request's
 * id: what came before it on the stream belongs to the invocation. The NUL keeps it apart from what functions print.
 */
const END_OF_INVOCATION = '\0end ';

/** Bytes of the log that Lambda returns with an invocation. */
const TAIL_BYTES = 4096;

/** Longer lines are passed on in pieces: a function that never ends its line must not fill this process's memory. */
const LINE_LIMIT = 262_144;

interface Lines {
  onLine(line: string): void;
  /** Everything that was printed during the invocation has been passed to `onLine`. */
  onEndOfInvocation(requestId: string): void;
}

/** Passes a stream on line by line; a last line without a line break too, when the stream ends. */
export function readLines(stream: Readable, { onLine, onEndOfInvocation }: Lines): void {
  let rest = '';
  const take = (line: string) => {
    const mark = line.indexOf(END_OF_INVOCATION);
    const text = mark < 0 ? line : line.slice(0, mark);
    if (mark < 0 || text !== '') {
      onLine(text);
    }
    if (mark >= 0) {
      onEndOfInvocation(line.slice(mark + END_OF_INVOCATION.length));
    }
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
    if (rest.length > LINE_LIMIT) {
      take(rest);
      rest = '';
    }
  });
  stream.on('end', () => {
    if (rest !== '') {
      take(rest);
    }
  });
}

/** The end of a log, as much as Lambda returns of it, with one more line. */
export function appendToTail(tail: string, line: string): string {
  const text = Buffer.from(`${tail}${line}\n`);
  return text.subarray(Math.max(0, text.length - TAIL_BYTES)).toString('utf8');
}

interface Report {
  requestId: string;
  durationMilliseconds: number;
  initMilliseconds?: number;
  memoryMegabytes: number;
  maxMemoryMegabytes?: number;
  status?: string;
}

/** The REPORT line. The time of the initialisation is billed as well: so says Lambda's pricing since August 2025. */
export function reportLine(report: Report): string {
  const { durationMilliseconds, initMilliseconds } = report;
  const billed = Math.ceil(durationMilliseconds + (initMilliseconds ?? 0));
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${durationMilliseconds.toFixed(2)} ms`,
    `Billed Duration: ${billed} ms`,
    `Memory Size: ${report.memoryMegabytes} MB`,
    report.maxMemoryMegabytes === undefined ? [] : `Max Memory Used: ${report.maxMemoryMegabytes} MB`,
    initMilliseconds === undefined ? [] : `Init Duration: ${initMilliseconds.toFixed(2)} ms`,
    report.status ?? [],
  ];
  return parts.flat().join('\t');
}
