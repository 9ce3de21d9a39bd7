import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../../../stacks/stack';
import { init, isInitialised } from '../../../../stacks/terraform/init';
import { dataDirectory } from '../../../../stacks/terraform/workspace';
import { fakeTerraform } from './fake-terraform';
import { LOCAL_STATE, type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-init-${process.pid}`),
}));

/** What Terraform leaves behind: the provider in its data, and the lock file in the stack's folder. */
const PROVIDER = 'providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64';
const INIT = [
  `mkdir -p "$TF_DATA_DIR/${PROVIDER}"`,
  `touch "$TF_DATA_DIR/${PROVIDER}/terraform-provider-aws_v5.100.0_x5"`,
  '[ -e .terraform.lock.hcl ] || echo checksums > .terraform.lock.hcl',
].join('\n');
const STACK = 'cdktf.out/stacks/service';
const S3_STATE = { terraform: { backend: { s3: { bucket: 'states', key: 'service.tfstate' } } } };

let prepared: TestWorkspace;
let calls: () => string[];

beforeEach(() => {
  prepared = testWorkspace();
  calls = fakeTerraform(prepared, INIT);
  // Terraform's own settings say where the provider is, so that it is not looked for.
  process.env.TF_CLI_CONFIG_FILE = prepared.write('terraform.rc', 'provider_installation {\n}\n');
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL_S3;
});

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

const initialise = () => init(prepared.workspace);

/** What Terraform itself keeps of the backend that it was initialised with. */
const keepBackend = (backend: object) =>
  writeFileSync(path.join(dataDirectory(prepared.workspace), 'terraform.tfstate'), JSON.stringify({ backend }));

test('it runs where the stack is not initialised, and moves no state', async () => {
  await expect(initialise()).resolves.toBe(true);

  expect(calls()).toEqual(['init -input=false -no-color -reconfigure']);
  expect(isInitialised(prepared.workspace)).toBe(true);
});

test('it installs the provider also where that has been started ahead, for another stack', async () => {
  prepared.workspace.environment = { TF_REATTACH_PROVIDERS: '{"registry.terraform.io/hashicorp/aws":{}}' };
  fakeTerraform(prepared, `[ -z "$TF_REATTACH_PROVIDERS" ] || exit 0\n${INIT}`);

  await initialise();

  expect(isInitialised(prepared.workspace)).toBe(true);
});

test('it is left out where nothing has changed', async () => {
  await initialise();

  await expect(initialise()).resolves.toBe(false);

  expect(calls()).toHaveLength(1);
});

test('it is left out where the resources have changed, which it does not look at', async () => {
  await initialise();
  prepared.write(`${STACK}/cdk.tf.json`, JSON.stringify({ ...LOCAL_STATE, resource: { aws_iam_role: {} } }));

  await expect(initialise()).resolves.toBe(false);
});

test('it is left out where cdktf.out was deleted and synthesised again', async () => {
  await initialise();
  rmSync(path.join(prepared.directory, 'cdktf.out'), { recursive: true });
  prepared.write(`${STACK}/cdk.tf.json`, JSON.stringify(LOCAL_STATE));

  await expect(initialise()).resolves.toBe(false);
});

describe('it runs again', () => {
  beforeEach(async () => void (await initialise()));

  test('where the way to the same state has changed', async () => {
    const region = 'eu-west-1';
    keepBackend({ type: 's3', config: { ...S3_STATE.terraform.backend.s3, use_lockfile: null } });
    prepared.write(
      `${STACK}/cdk.tf.json`,
      JSON.stringify({ terraform: { backend: { s3: { ...S3_STATE.terraform.backend.s3, region } } } }),
    );

    await expect(initialise()).resolves.toBe(true);
  });

  test('but not where the state would be another one: both are named, and how to move it', async () => {
    keepBackend({ type: 'local', config: { path: 'service.tfstate', workspace_dir: null } });
    prepared.write(`${STACK}/cdk.tf.json`, JSON.stringify(S3_STATE));

    await expect(initialise()).rejects.toMatchObject({
      code: 'backend-changed',
      message: expect.stringMatching(
        /was service\.tfstate, and deployments\.ts now says s3:\/\/states\/service\.tfstate.* init -migrate-state.*delete \.local/,
      ),
    });
    expect(calls()).toHaveLength(1);
  });

  test('where the providers that it requires have changed', async () => {
    const required_providers = { aws: { source: 'registry.terraform.io/hashicorp/aws', version: '5.101.0' } };
    prepared.write(
      `${STACK}/cdk.tf.json`,
      JSON.stringify({ terraform: { ...LOCAL_STATE.terraform, required_providers } }),
    );

    await expect(initialise()).resolves.toBe(true);
  });

  test('where the lock file has changed', async () => {
    prepared.write(
      path.relative(prepared.directory, path.join(dataDirectory(prepared.workspace), 'terraform.lock.hcl')),
      'new',
    );

    await expect(initialise()).resolves.toBe(true);
    await expect(initialise()).resolves.toBe(false);
  });

  test('where the providers are gone', async () => {
    rmSync(path.join(dataDirectory(prepared.workspace), 'providers'), { recursive: true });

    await expect(initialise()).resolves.toBe(true);
  });

  test('where the mirror is gone that they are linked from', async () => {
    const platform = path.join(dataDirectory(prepared.workspace), PROVIDER);
    rmSync(platform, { recursive: true });
    symlinkSync(path.join(prepared.directory, 'mirror'), platform);

    expect(isInitialised(prepared.workspace)).toBe(false);
  });

  test('with another binary', async () => {
    process.env.TERRAFORM_BINARY_NAME = prepared.write('tofu', `#!/bin/sh\n${INIT}\n`, 0o755);

    await expect(initialise()).resolves.toBe(true);
  });
});

test('one that failed is not taken for done', async () => {
  fakeTerraform(prepared, `${INIT}\nexit 1`);
  await expect(initialise()).rejects.toMatchObject({ code: 'terraform-failed' });
  fakeTerraform(prepared, INIT);

  await expect(initialise()).resolves.toBe(true);
});

describe('with its state in S3', () => {
  beforeEach(() => void prepared.write(`${STACK}/cdk.tf.json`, JSON.stringify(S3_STATE)));

  test('a stand-in at one address is asked by the bucket’s path', async () => {
    prepared.workspace.environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:8100' };

    await initialise();

    expect(calls()).toEqual(['init -input=false -no-color -reconfigure -backend-config=use_path_style=true']);
  });

  test('AWS is asked by the bucket’s own name', async () => {
    await initialise();

    expect(calls()).toEqual(['init -input=false -no-color -reconfigure']);
  });
});
