import { TableError } from '../errors';
import { pauseAfter } from './pause';

/**
 * Sends any amount of work in chunks of a size that DynamoDB takes. A batch answers success where it has done only a part
 * (what would exceed the throughput, or 16 MB of an answer): what is left is sent again, after a pause that grows while
 * nothing of it gets done.
 *
 * @param send resolves to what is left of a chunk
 * @throws {TableError} `throttled` after the last attempt
 */
export async function sendInChunks<Work>(
  work: readonly Work[],
  size: number,
  send: (chunk: Work[]) => Promise<Work[]>,
): Promise<void> {
  for (let start = 0; start < work.length; start += size) await sendChunk(work.slice(start, start + size), send);
}

async function sendChunk<Work>(chunk: Work[], send: (chunk: Work[]) => Promise<Work[]>): Promise<void> {
  let left = chunk;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const before = left.length;
    left = await send(left);
    if (left.length > 0 && left.length < before) attempt = 1;
    if (left.length === 0) return;
    if (attempt === ATTEMPTS) {
      throw new TableError(
        'throttled',
        `DynamoDB did nothing of a batch through ${ATTEMPTS} attempts. Try again later.`,
      );
    }
    await pauseAfter(attempt);
  }
}

/** With their pauses at most some 3 seconds in all. */
const ATTEMPTS = 8;
