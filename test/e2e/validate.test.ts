import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TerraformStack, Testing } from 'cdktf';
import { deployments } from '../../deployments';
import { FUNCTION_NAMES, type Functions } from '../../stacks/functions';
import { createApp } from '../../stacks/main';
import { STACK_NAMES } from '../../stacks/stack';
import type { Deployment } from '../../table/deployment';
import { type Terraform, terraformIn } from './stand-in/terraform';

const functions = Object.fromEntries(
  FUNCTION_NAMES.map((name) => [name, { zipFile: `../../functions/${name}.zip`, sha256: 'c2hhMjU2' }]),
) as Functions;

let directory: string;
let terraform: Terraform;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'groundwork-validate-'));
  terraform = await terraformIn(directory, 'http://127.0.0.1:9');
  await terraform.write(configuration('local', deployments.local));
  const { status, output } = await terraform.run('init', '-backend=false', '-input=false', '-no-color');
  if (status !== 0) throw new Error(output);
}, 120_000);
afterAll(() => rm(directory, { recursive: true }));

const withAllFields: Deployment = {
  ...deployments.staging,
  accountId: '123456789012',
  alarmTopic: 'groundwork-staging-alarms',
  table: {
    ...deployments.staging.table,
    stream: 'NEW_AND_OLD_IMAGES',
    encryption: { kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/0f0a-1' },
  },
};

test.each<[string, string, Deployment]>([
  ...Object.entries(deployments).map<[string, string, Deployment]>(([name, deployment]) => [name, name, deployment]),
  ['a deployment with a topic to be made, a key and an account', 'staging', withAllFields],
  [
    'a deployment with a topic of others',
    'staging',
    { ...deployments.staging, alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:operations' },
  ],
])(
  'Terraform and the provider find the stacks of %s valid',
  async (_, deploymentName, deployment) => {
    await terraform.write(configuration(deploymentName, deployment));

    expect(await validate()).toEqual({ valid: true, diagnostics: [] });
  },
  60_000,
);

test('Terraform would say what is wrong with a stack', async () => {
  const stack = configuration('local', deployments.local);
  const [mapping] = Object.values(stack.resource.aws_lambda_event_source_mapping ?? {});
  Object.assign(mapping ?? {}, { maximum_record_age_in_seconds: 1 });
  await terraform.write(stack);

  const { valid, diagnostics } = await validate();
  expect(valid).toBe(false);
  expect(diagnostics.join()).toContain('maximum_record_age_in_seconds');
}, 60_000);

interface Configuration {
  resource: Record<string, Record<string, object>>;
}

/** The only stack that there is, as `yarn synth` writes it. */
function configuration(deploymentName: string, deployment: Deployment): Configuration {
  const app = createApp({ deploymentName, deployment, functions, requiredMigration: '20260101000000-a' });
  const [stack, ...more] = STACK_NAMES.map((name) => Testing.synth(app.node.findChild(name) as TerraformStack));
  expect(more).toEqual([]);
  return JSON.parse(stack ?? '') as Configuration;
}

async function validate(): Promise<{ valid: boolean; diagnostics: string[] }> {
  const { output } = await terraform.run('validate', '-json', '-no-color');
  const { valid, diagnostics } = JSON.parse(output) as {
    valid: boolean;
    diagnostics: { summary: string; detail: string }[];
  };
  return { valid, diagnostics: diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`) };
}
