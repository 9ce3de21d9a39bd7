import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Nothing tells that a file has grown on every platform and file system alike: it is looked at again and again. */
const INTERVAL_MILLISECONDS = 50;

/**
 * Passes on what another process appends to a file, line by line.
 *
 * @param position byte to begin at
 * @returns ends it: what has been written by then is passed on first, the last line also where it has no line break
 */
export function followLog(file: string, position: number, onLine: (line: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(64 * 1024);
  let next = position;
  let rest = '';
  const readOn = () => {
    for (let size = read(); size > 0; size = read()) {
      const lines = (rest + decoder.write(buffer.subarray(0, size))).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  };
  const read = () => {
    const size = readSync(descriptor, buffer, 0, buffer.length, next);
    next += size;
    return size;
  };
  const interval = setInterval(readOn, INTERVAL_MILLISECONDS);
  return () => {
    clearInterval(interval);
    readOn();
    closeSync(descriptor);
    if (rest) onLine(rest);
  };
}
