import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../stacks/stack';
import type { Outputs } from '../../stacks/terraform/outputs';

/** Where the outputs of a deployment's last deploy from this checkout stand, for `yarn outputs` and other programs. */
export const outputsFile = (deploymentName: string): string =>
  path.join(REPOSITORY, '.groundwork', 'outputs', `${deploymentName}.json`);

/** Only its owner may read it: an output may be a secret. Returns the outputs. */
export function writeOutputs(deploymentName: string, outputs: Outputs): Outputs {
  const file = outputsFile(deploymentName);
  mkdirSync(path.dirname(file), { recursive: true });
  // One that is there already would keep its mode.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  return outputs;
}

/** Undefined where this checkout has not deployed it. */
export function readOutputsFile(deploymentName: string): Outputs | undefined {
  const file = outputsFile(deploymentName);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Outputs) : undefined;
}

export const removeOutputs = (deploymentName: string): void => rmSync(outputsFile(deploymentName), { force: true });
