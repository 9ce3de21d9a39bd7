import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DoctorContext } from '../../../../scripts/support/doctor/context';
import { examineProvider } from '../../../../scripts/support/doctor/provider';
import { REPOSITORY } from '../../../../stacks/stack';
import { type TestWorkspace, testWorkspace } from '../../stacks/terraform/test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  ...jest.requireActual('../../../../stacks/stack'),
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-doctor-provider-${process.pid}`),
}));

const FOLDER = '.groundwork/terraform/staging/service/providers/registry.terraform.io/hashicorp/aws';

const at = (version: string) => `${FOLDER}/${version}/linux_amd64`;

let prepared: TestWorkspace;
const before = { ...process.env };

beforeEach(() => {
  prepared = testWorkspace('staging');
  // Terraform's own settings say where the provider is, so that it is not looked for.
  process.env.TF_CLI_CONFIG_FILE = prepared.write('terraform.rc', 'provider_installation {\n}\n');
  installProvider('5.100.0');
});

afterEach(() => {
  process.env = { ...before };
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

function installProvider(version: string): void {
  const folder = path.join(REPOSITORY, at(version));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `terraform-provider-aws_v${version}`), '');
}

function examine(version: string) {
  const settings = { terraform: { required_providers: { aws: { version } } } };
  prepared.write('cdktf.out/stacks/service/cdk.tf.json', JSON.stringify(settings));
  const { stack } = prepared.workspace;
  const context = { deployment: { deploymentName: 'staging' }, stacks: async () => [stack] };
  return examineProvider(context as unknown as DoctorContext);
}

test.each(['5.100.0', '>= 5.0.0'])('the provider is found that the stack wants as %s', async (wanted) => {
  expect(await examine(wanted)).toEqual([{ severity: 'well', what: `AWS provider ${wanted}, at ${at('5.100.0')}` }]);
});

test('after a change of the version that of before does not count', async () => {
  expect(await examine('6.0.0')).toEqual([
    { severity: 'well', what: 'AWS provider 6.0.0 can be had; the next deploy gets it' },
  ]);
});

test('where both are there, the wanted one is named', async () => {
  installProvider('6.0.0');

  expect(await examine('6.0.0')).toEqual([{ severity: 'well', what: `AWS provider 6.0.0, at ${at('6.0.0')}` }]);
});
