import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { RecordedRight } from '../../../local/aws/calls/call-record';
import { isOfCi } from './callers';
import type { Checkout } from './checkout';

/** The checkout, whose `local up` starts services that record what is wanted of them. */
export const recordingCalls = (checkout: Checkout): Checkout => checkout.with({ LOCAL_AWS_CALLS: recordOf(checkout) });

/** What CI wanted of the checkout's services since the last time. */
export async function takeRecord(checkout: Checkout): Promise<RecordedRight[]> {
  const taken = `${recordOf(checkout)}.taken`;
  await rename(recordOf(checkout), taken);
  const lines = (await readFile(taken, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedRight).filter(isOfCi);
}

const recordOf = ({ home }: Checkout): string => path.join(home, 'calls.jsonl');
