import { appendFileSync } from 'node:fs';
import { withFileLock } from '../../../../local/file-lock';

/**
 * A process that takes a lock: its arguments are the lock's file and a journal, to which it writes when it holds the lock
 * and when it is about to let it go. It lets go when its input ends.
 */
async function main([lock = '', journal = '']: readonly string[]): Promise<void> {
  const say = (word: string) => process.stdout.write(`${word}\n`);
  await withFileLock(
    lock,
    async () => {
      appendFileSync(journal, `+${process.pid}\n`);
      say('holding');
      for await (const _ of process.stdin);
      appendFileSync(journal, `-${process.pid}\n`);
    },
    (holder) => say(`waiting for ${holder}`),
  );
  say('done');
}

void main(process.argv.slice(2));
