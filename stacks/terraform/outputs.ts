import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../table/deployment';
import { REPOSITORY } from '../stack';
import { terraform } from './run';
import type { Workspace } from './workspace';

export type Outputs = Record<string, unknown>;

/** The stack's outputs as its state has them. A state file on this machine is simply read. */
export async function readOutputs(workspace: Workspace, { state }: Deployment): Promise<Outputs> {
  if (state.kind !== 'local') return valuesOf(JSON.parse((await terraform(workspace, ['output', '-json'])).text));
  const file = path.join(REPOSITORY, state.directory, `${workspace.stack.name}.tfstate`);
  return existsSync(file) ? valuesOf(JSON.parse(readFileSync(file, 'utf8')).outputs) : {};
}

const valuesOf = (outputs: Record<string, { value: unknown }> = {}): Outputs =>
  Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
