import { rmSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../../../stacks/stack';
import { startProvider } from '../../../../stacks/terraform/provider-process';
import { dataDirectory } from '../../../../stacks/terraform/workspace';
import { linesOf } from './fake-terraform';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-provider-${process.pid}`),
}));

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace();
  delete process.env.AWS_CA_BUNDLE;
});

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

/** A shell script in the provider's place, which first writes its process id to a file. */
function writeProvider(body: string): void {
  const folder = path.join(dataDirectory(prepared.workspace), 'providers/registry.terraform.io/hashicorp/aws');
  const file = path.join(folder, '5.100.0/linux_amd64/terraform-provider-aws_v5.100.0');
  const script = `#!/bin/sh\necho $$ > '${pidFile()}'\n${body}\n`;
  prepared.write(path.relative(prepared.directory, file), script, 0o755);
}

const pidFile = () => path.join(prepared.directory, 'pid');

/** True once there is no process of that id; until then it is looked at. */
async function isGone(): Promise<boolean> {
  const [pid] = linesOf(pidFile());
  for (;;) {
    try {
      process.kill(Number(pid), 0);
      await new Promise(setImmediate);
    } catch {
      return true;
    }
  }
}

test('a provider that says how it is reached is what Terraform is told of, and ends when it is stopped', async () => {
  writeProvider(`echo "TF_REATTACH_PROVIDERS='{\\"aws\\":{}}'"\nexec sleep 60`);

  const provider = await startProvider(prepared.workspace);

  expect(provider?.environment).toEqual({ TF_REATTACH_PROVIDERS: '{"aws":{}}' });
  await provider?.stop();
  await expect(isGone()).resolves.toBe(true);
});

test('one that ends at its start is left to Terraform', async () => {
  writeProvider('echo "unsupported protocol" >&2\nexit 1');

  await expect(startProvider(prepared.workspace)).resolves.toBeUndefined();
});

test('one that says nothing in time is ended, and left to Terraform', async () => {
  writeProvider('exec sleep 60');

  await expect(startProvider(prepared.workspace, 500)).resolves.toBeUndefined();

  await expect(isGone()).resolves.toBe(true);
});

test('where init has not put it there yet, nothing is started', async () => {
  await expect(startProvider(prepared.workspace)).resolves.toBeUndefined();
});
