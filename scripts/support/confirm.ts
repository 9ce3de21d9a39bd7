import { createInterface } from 'node:readline/promises';
import { EXIT, type ExitStatus, type Invocation } from './command';
import { ScriptsError } from './errors';

/**
 * Asks before something is changed, unless `--yes` has answered.
 *
 * @param name is to be typed for a yes, where a `y` would be given too easily
 * @returns false where the answer is no
 * @throws {ScriptsError} `needs-yes` where nobody can be asked
 */
export async function confirm(
  question: string,
  { has, signal }: Pick<Invocation<'yes'>, 'has' | 'signal'>,
  name?: string,
): Promise<boolean> {
  if (has('yes')) return true;
  requireAnswer(question, { has });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal in this mode Ctrl-C is a key; it has to stay an interruption.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await terminal.question(`${question} [${name ? `type ${name} for yes` : 'y/N'}] `, { signal });
    return name ? answer.trim() === name : /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

/** How a command ends to which the answer was no; `done` is what it had done by then. */
export function declined(message: string, output: Invocation['output'], done: object = {}): ExitStatus {
  output.say(message);
  output.result({ error: { code: 'declined', message }, ...done });
  return EXIT.failed;
}

/**
 * Either `--yes` has answered, or there is somebody to ask.
 *
 * @throws {ScriptsError} `needs-yes`
 */
export function requireAnswer(question: string, { has }: Pick<Invocation<'yes'>, 'has'>): void {
  if (has('yes') || (process.stdin.isTTY && process.stderr.isTTY)) return;
  throw new ScriptsError('needs-yes', `${question} Nobody can be asked here: run it with --yes.`);
}

/** A `y` is typed too easily where all customers are: in `production`, or `production-us`, the deployment's name is asked for. */
export const typedName = ({ deploymentName }: { deploymentName: string }): string | undefined =>
  /^production(-|$)/.test(deploymentName) ? deploymentName : undefined;
