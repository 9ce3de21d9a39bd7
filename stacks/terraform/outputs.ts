import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../table/deployment';
import { REPOSITORY } from '../stack';
import { terraform } from './run';
import type { Workspace } from './workspace';

interface StackOutput {
  value: unknown;
  /** Not to be shown to people. */
  sensitive: boolean;
}

export type Outputs = Record<string, StackOutput>;

/** The stack's outputs as its state has them. A state file on this machine is simply read. */
export async function readOutputs(workspace: Workspace, { state }: Deployment): Promise<Outputs> {
  if (state.kind !== 'local') {
    const { answer } = await terraform(workspace, ['output', '-json'], { ownStdout: true });
    return outputsOf(JSON.parse(answer));
  }
  const file = path.join(REPOSITORY, state.directory, `${workspace.stack.name}.tfstate`);
  return existsSync(file) ? outputsOf(JSON.parse(readFileSync(file, 'utf8')).outputs) : {};
}

/** A state file names `sensitive` only where it is true. */
const outputsOf = (outputs: Record<string, { value: unknown; sensitive?: boolean }> = {}): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, sensitive = false }]) => [name, { value, sensitive }]),
  );
