import type { ChildProcess } from 'node:child_process';

/** Ctrl-C there reaches every process of a command. Elsewhere one that is called is to be detached: a signal to all comes to it twice. */
export const isOnTerminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);

/**
 * A command that this one has called is interrupted with it, once, by which it ends in order. Ctrl-C on a terminal reaches both
 * by itself: ours would be its second interrupt, at which it ends at once, while Terraform goes on.
 *
 * @returns ends it
 */
export function forwardInterrupts(child: Pick<ChildProcess, 'kill'>, signal: AbortSignal): () => void {
  const interrupt = () => child.kill('SIGINT');
  if (!isOnTerminal()) {
    signal.addEventListener('abort', interrupt, { once: true });
    return () => signal.removeEventListener('abort', interrupt);
  }
  process.once('SIGTERM', interrupt);
  return () => process.removeListener('SIGTERM', interrupt);
}
