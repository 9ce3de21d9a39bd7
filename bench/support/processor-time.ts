import { readFileSync } from 'node:fs';

/** Of Linux, on every machine that Node runs on: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const MICROSECONDS_PER_TICK = 10_000;

/** Processor time of another process so far, user and system, in microseconds; undefined where that is not Linux. */
export function processorTimeOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, in parentheses; it may have spaces. `utime` is field 14, `stime` 15.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
  } catch {
    return undefined;
  }
}
