import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Appends what functions print to `<directory>/<function>.log`, each line with the time at which it came.
 * Written at once: a line is there before the invocation that printed it is answered.
 */
export function functionLogWriter(directory: string): (functionName: string, line: string) => void {
  mkdirSync(directory, { recursive: true });
  return (functionName, line) => {
    appendFileSync(path.join(directory, `${functionName}.log`), `${new Date().toISOString()} ${line}\n`);
  };
}
