import type { BackfillProgress } from '../../bootstrap/migrator/backfill/backfill-totals';
import type { Direction } from '../../bootstrap/migrator/journal';
import type { MigrationEvent } from '../../bootstrap/migrator/run-options';
import { describeEnd, progressBar, progressLine } from './describe-backfill';
import type { Output } from './output';

interface FollowOptions {
  output: Pick<Output, 'progress' | 'say'>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** The command that goes on with a backfill of a migration that was stopped. */
  resumeCommand(backfill: { migration: string; direction: Direction }): string;
}

/** Tells how far the backfills of a run are, and, where one is interrupted, how it goes on. */
export function followBackfills({ output, signal, resumeCommand }: FollowOptions): (event: MigrationEvent) => void {
  let direction: Direction = 'up';
  let underWay: BackfillProgress | undefined;
  const sayHowToGoOn = () => {
    if (!underWay) return;
    const { backfill, migration } = underWay;
    const command = resumeCommand({ migration, direction });
    output.say(`What backfill ${backfill} of ${migration} has written stays: ${command} goes on from there.`);
  };
  signal.addEventListener('abort', sayHowToGoOn, { once: true });
  return (event) => {
    if (event.type === 'applying') direction = 'up';
    if (event.type === 'reverting') direction = 'down';
    if (event.type !== 'backfill') return;
    const { progress, isLast } = event;
    underWay = isLast ? undefined : progress;
    output.progress({
      event,
      bar: (columns) => progressBar(progress, columns),
      line: () => progressLine(progress),
      ...(isLast && { summary: describeEnd(progress) }),
    });
  };
}
