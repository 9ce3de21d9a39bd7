import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OUTPUT_DIRECTORY, REPOSITORY, stackOf } from '../../stacks/stack';
import { terraformEnvironment } from '../../stacks/terraform/environment';
import { providerInstallation } from '../../stacks/terraform/provider-mirror';
import type { Deployment } from '../../table/deployment';
import type { BenchContext } from '../context';

export interface CopiedStack {
  /** Where Terraform runs. */
  directory: string;
  environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** The service stack in a temporary folder, with the code and the state that it names by relative paths. */
export async function copyStack({ deployment, terraformEnvironment: target }: BenchContext): Promise<CopiedStack> {
  const stack = stackOf('service');
  const workspace = { deploymentName: 'local', stack, environment: target };
  const installation = await providerInstallation(workspace);
  const root = mkdtempSync(path.join(tmpdir(), 'groundwork-bench-'));
  const placeOf = (original: string) => path.join(root, path.relative(REPOSITORY, original));
  for (const original of [OUTPUT_DIRECTORY, ...stateOf(deployment)]) {
    cpSync(original, placeOf(original), { recursive: true });
  }
  // Terraform's environment as Groundwork makes it, but for the provider's memory settings, which make that one faster.
  const { GOGC, GOMEMLIMIT } = process.env;
  const own = { GOGC, GOMEMLIMIT, TF_DATA_DIR: path.join(root, 'data') };
  return {
    directory: placeOf(stack.directory),
    environment: { ...terraformEnvironment(workspace), ...installation, ...own },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const stateOf = ({ state }: Deployment): string[] =>
  state.kind === 'local' ? [path.join(REPOSITORY, state.directory, 'service.tfstate')] : [];
