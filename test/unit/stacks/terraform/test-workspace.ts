import path from 'node:path';
import type { TerraformEvent, Workspace } from '../../../../stacks/terraform/workspace';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder';

export interface TestWorkspace extends TemporaryFolder {
  workspace: Workspace;
  events: TerraformEvent[];
  interruption: AbortController;
}

/** The settings of a synthesised stack, as `cdk.tf.json` has them. */
export const LOCAL_STATE = { terraform: { backend: { local: { path: 'service.tfstate' } } } };

/** A synthesised stack in a temporary folder, and the workspace over it. `REPOSITORY` is to be mocked by the test file. */
export function testWorkspace(deploymentName = 'local'): TestWorkspace {
  const folder = temporaryFolder();
  folder.write('cdktf.out/stacks/service/cdk.tf.json', JSON.stringify(LOCAL_STATE));
  const events: TerraformEvent[] = [];
  const interruption = new AbortController();
  const workspace: Workspace = {
    deploymentName,
    stack: { name: 'service', directory: path.join(folder.directory, 'cdktf.out/stacks/service') },
    environment: {},
    signal: interruption.signal,
    logFile: path.join(folder.directory, 'logs', 'terraform.log'),
    onEvent: (event) => events.push(event),
  };
  return { ...folder, workspace, events, interruption };
}
