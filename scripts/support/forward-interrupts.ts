import type { ChildProcess } from 'node:child_process';

/**
 * A command that this one has called is interrupted with it, once, by which it ends in order. Ctrl-C on a terminal reaches both
 * by itself: ours would be its second interrupt, at which it ends at once, while Terraform goes on.
 *
 * @returns ends it
 */
export function forwardInterrupts(child: Pick<ChildProcess, 'kill'>, signal: AbortSignal): () => void {
  const interrupt = () => child.kill('SIGINT');
  if (![process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)) {
    signal.addEventListener('abort', interrupt, { once: true });
    return () => signal.removeEventListener('abort', interrupt);
  }
  process.once('SIGTERM', interrupt);
  return () => process.removeListener('SIGTERM', interrupt);
}
