import path from 'node:path';
import { withFileLock } from '../../local/file-lock';
import type { Invocation } from './command';

/**
 * One at a time of the commands that write `cdktf.out`, run Terraform in it or remove its local state; another one in the
 * same checkout waits.
 */
export function withCheckoutLock<Result>(
  { output, signal }: Pick<Invocation, 'output' | 'signal'>,
  body: () => Promise<Result>,
): Promise<Result> {
  const file = path.resolve(__dirname, '..', '..', '.groundwork', 'checkout.lock');
  const sayWhoHasIt = (holder: number) =>
    output.say(
      `Waiting for process ${holder}, which is at work in this checkout (${path.relative(process.cwd(), file)}).`,
    );
  return withFileLock(file, body, sayWhoHasIt, signal);
}
