import { commandFor } from '../command-for';
import type { RunOptions } from '../run-options';
import type { BackfillId } from './keys';

/** The command that goes on with a backfill that was stopped. */
export function resumeCommand(
  { migration, direction }: Pick<BackfillId, 'migration' | 'direction'>,
  { migrations, deployment }: Pick<RunOptions, 'migrations' | 'deployment'>,
): string {
  const command = commandFor(`yarn migrate ${direction}`, deployment);
  return direction === 'up' && isContract(migration, migrations) ? `${command} --phase contract` : command;
}

/** A file that is missing, or can't be loaded, is no reason to say less. */
function isContract(name: string, migrations: RunOptions['migrations']): boolean {
  try {
    return migrations.find((file) => file.name === name)?.load().phase === 'contract';
  } catch {
    return false;
  }
}
