import { appendFileSync, existsSync } from 'node:fs';
import type { NeededRight } from './call';

/** A right that a call of the stand-in would have wanted of AWS: a line of the record, as JSON. */
export interface RecordedRight extends NeededRight {
  /** The access key of whoever called, or the ARN of a function's session. */
  who: string;
}

/**
 * Keeps in a file what was wanted of the stand-in: a line of JSON for each right, the first time that somebody wants it.
 * Once the file was removed it begins anew.
 */
export function openCallRecord(file: string): (right: RecordedRight) => void {
  const recorded = new Set<string>();
  return ({ who, action, resource, context }) => {
    if (!existsSync(file)) recorded.clear();
    const line = JSON.stringify({ who, action, resource, context });
    if (recorded.has(line)) return;
    recorded.add(line);
    appendFileSync(file, `${line}\n`);
  };
}
