import path from 'node:path';
import { withFileLock } from '../../local/file-lock';
import type { Output } from './output';

/** One command at a time writes `cdktf.out` and runs Terraform in it; another one in the same checkout waits. */
export function withCheckoutLock<Result>({ say }: Output, body: () => Promise<Result>): Promise<Result> {
  const file = path.resolve(__dirname, '..', '..', '.groundwork', 'checkout.lock');
  return withFileLock(file, body, (holder) =>
    say(`Waiting for process ${holder}, which is at work in this checkout (${path.relative(process.cwd(), file)}).`),
  );
}
