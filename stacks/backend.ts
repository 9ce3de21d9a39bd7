import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { Deployment } from '../table/deployment';

/** Where Terraform keeps the stack's state. */
export function addBackend(stack: TerraformStack, stackName: string, deployment: Deployment): void {
  const { state } = deployment;
  if (state.kind === 'local') {
    // Relative to the synthesised stack, cdktf.out/stacks/<stack>, so that the checkout can be moved.
    new LocalBackend(stack, { path: `../../../${state.directory}/${stackName}.tfstate` });
    return;
  }
  new S3Backend(stack, {
    bucket: state.bucket,
    key: `${state.key}/${stackName}.tfstate`,
    region: state.region ?? deployment.region,
    encrypt: true,
  });
  // Terraform's own lock in the bucket, in place of a lock table; cdktf has no property for it.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}
