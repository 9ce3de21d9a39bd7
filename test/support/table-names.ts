import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '../../local/process';

/** Set by Jest's own process for its workers, which may come and go during a run. */
const RUN_VARIABLE = 'GROUNDWORK_TEST_RUN';

/** From here on, what this process and those that it starts make belongs to this process. */
export function beginTestRun(): void {
  process.env[RUN_VARIABLE] = String(process.pid);
}

/**
 * A name that no other table has, and from which every later run can tell whether this one still lives. Without
 * `beginTestRun` it belongs to this very process.
 *
 * @param part what tells it from the other tables of the run
 */
export const testTableName = (part: string = randomUUID()): string =>
  `${prefix()}${process.env[RUN_VARIABLE] || process.pid}-${part}`;

/** A table that was made on this machine, by a run that lives no more. */
export function isAbandoned(tableName: string): boolean {
  if (!tableName.startsWith(prefix())) return false;
  const owner = /^(\d+)-/.exec(tableName.slice(prefix().length))?.[1];
  return owner !== undefined && !isAlive(Number(owner));
}

/** Whether another machine's process lives can't be told from here: only tables of this one are looked at. */
const prefix = (): string => `groundwork-test-${machine()}-`;

/** Process ids mean something on one host only, and in one container of it. */
function machine(): string {
  return createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex').slice(0, 12);
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: a host has one only.
    return '';
  }
}
