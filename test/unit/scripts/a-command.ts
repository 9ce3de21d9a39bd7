import { runCommand } from '../../../scripts/support/command';
import { ScriptsError } from '../../../scripts/support/errors';

/** A command to try `runCommand` with, in a process of its own: it answers what it was given, or fails as it is told. */
void runCommand({
  name: 'try',
  summary: 'Tries how commands are run.',
  arguments: [process.env.NEEDS_WORD === 'yes' ? '<what>' : '[what]'],
  flags: {
    check: { type: 'boolean', description: 'changes nothing' },
    to: { type: 'string', value: 'NAME', description: 'up to NAME' },
    file: { type: 'string', value: 'FILE', isPath: true, description: 'a file' },
  },
  passesOn: process.env.PASSES_ON === 'yes',
  run: async ({ arguments: [what], flags, has, rest, output, signal }) => {
    if (what === 'fail') throw new ScriptsError('not-so', 'That is wrong. Do it so.');
    if (what === 'break') throw new TypeError('a mistake');
    if (what === 'wait') await untilInterrupted(signal);
    output.say('for people');
    output.result({ what, to: flags.to, file: flags.file, check: has('check'), rest });
    return what === 'pending' ? 2 : 0;
  },
});

/** Rejects as what listens to the signal does; until then this process has something to wait for. */
function untilInterrupted(signal: AbortSignal): Promise<never> {
  const alive = setInterval(() => undefined, 1_000);
  process.stderr.write('waiting\n');
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      reject(signal.reason);
    });
  });
}
