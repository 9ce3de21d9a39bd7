import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../../deployments';
import type { ReachedContext } from '../../../../scripts/support/doctor/context';
import { examineReality } from '../../../../scripts/support/doctor/reality';
import { REPOSITORY } from '../../../../stacks/stack';
import { fakeTerraform } from '../../stacks/terraform/fake-terraform';
import { type TestWorkspace, testWorkspace } from '../../stacks/terraform/test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  ...jest.requireActual('../../../../stacks/stack'),
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-reality-${process.pid}`),
}));

const STATES = 'states';
const before = { ...process.env };
let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace();
  // It finds no drift.
  fakeTerraform(prepared, `[ "$1" != show ] || echo '{}'`);
  process.env.TF_CLI_CONFIG_FILE = prepared.write('terraform.rc', 'provider_installation {\n}\n');
});

afterEach(() => {
  process.env = { ...before };
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

/** What is found of a stack whose state's file has this content; undefined where there is none. */
function examine(state: string | undefined) {
  const directory = path.join(REPOSITORY, STATES);
  mkdirSync(directory, { recursive: true });
  if (state !== undefined) writeFileSync(path.join(directory, 'service.tfstate'), state);
  const { stack, signal } = prepared.workspace;
  return examineReality({
    deployment: { ...deployments.local, deploymentName: 'local', state: { kind: 'local', directory: STATES } },
    target: { terraformEnvironment: {} },
    invocation: { output: { say: () => {} }, signal },
    stacks: async () => [stack],
  } as unknown as ReachedContext);
}

const stateWith = (...resources: object[]) => JSON.stringify({ version: 4, serial: 7, resources });

test.each([
  ['no state', undefined],
  ['an empty one, as a first apply that is killed leaves it', ''],
  ['one without resources, as yarn destroy leaves it', stateWith()],
  ['one with what was looked up alone', stateWith({ mode: 'data', type: 'aws_dynamodb_table' })],
])('a stack with %s is not deployed', async (_, state) => {
  expect(await examine(state)).toEqual([
    { severity: 'drift', what: 'Stack service is not deployed.', remedy: 'yarn deploy local does it.' },
  ]);
});

test('the resources of a stack that is deployed are looked at', async () => {
  expect(await examine(stateWith({ mode: 'managed', type: 'aws_iam_role' }))).toEqual([
    { severity: 'well', what: 'All resources of service are as Terraform left them' },
  ]);
});
