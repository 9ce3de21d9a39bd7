import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../deployments';
import { withProviderAhead } from '../../../scripts/support/provider';
import type { Target } from '../../../scripts/support/target';
import { REPOSITORY, stackOf } from '../../../stacks/stack';

jest.mock('../../../stacks/stack', () => {
  const { join } = require('node:path') as typeof import('node:path');
  const directory = join(require('node:os').tmpdir(), `groundwork-ahead-${process.pid}`);
  return {
    ...jest.requireActual('../../../stacks/stack'),
    REPOSITORY: directory,
    stackOf: (name: string) => ({ name, directory: join(directory, name) }),
  };
});

const before = process.env.AWS_CA_BUNDLE;

beforeEach(() => {
  delete process.env.AWS_CA_BUNDLE;
  synthesise('5.100.0');
  write(
    `${REPOSITORY}/.local/terraform/service/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0`,
    `#!/bin/sh\necho "TF_REATTACH_PROVIDERS='{}'"\nexec sleep 60\n`,
  );
});

afterEach(() => {
  if (before !== undefined) process.env.AWS_CA_BUNDLE = before;
  rmSync(REPOSITORY, { recursive: true, force: true });
});

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o755 });
}

/** The stack as it is written by code that wants this version of the provider. */
function synthesise(version: string): void {
  const settings = { terraform: { required_providers: { aws: { version } } } };
  write(path.join(stackOf('service').directory, 'cdk.tf.json'), JSON.stringify(settings));
}

/** Which provider Terraform is told of, when the stack is synthesised. */
const attachedAfter = (synthesis: () => void) =>
  withProviderAhead({ ...deployments.local, deploymentName: 'local' }, {} as Target, async (attached) => {
    synthesis();
    return (await attached()).terraformEnvironment.TF_REATTACH_PROVIDERS;
  });

test('the provider that was started ahead is the one that Terraform is told of', async () => {
  await expect(attachedAfter(() => synthesise('5.100.0'))).resolves.toBe('{}');
});

test('where the new code wants another version, Terraform starts its own', async () => {
  await expect(attachedAfter(() => synthesise('6.0.0'))).resolves.toBeUndefined();
});
