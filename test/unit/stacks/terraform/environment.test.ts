import path from 'node:path';
import { REPOSITORY } from '../../../../stacks/stack';
import { terraformEnvironment } from '../../../../stacks/terraform/environment';
import { type TestWorkspace, testWorkspace } from './test-workspace';

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace('staging');
  delete process.env.GOGC;
  delete process.env.GOMEMLIMIT;
  delete process.env.TF_CLI_CONFIG_FILE;
});

afterEach(() => prepared.remove());

const environment = () => terraformEnvironment(prepared.workspace);

test('it keeps what Terraform makes out of cdktf.out, apart by deployment and stack', () => {
  expect(environment().TF_DATA_DIR).toBe(path.join(REPOSITORY, '.groundwork/terraform/staging/service'));
  expect(terraformEnvironment({ ...prepared.workspace, deploymentName: 'local' }).TF_DATA_DIR).toBe(
    path.join(REPOSITORY, '.local/terraform/service'),
  );
});

test('Terraform asks nothing and looks for no new version', () => {
  expect(environment()).toMatchObject({ TF_INPUT: '0', TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' });
});

test('the process’s own variables are there', () => {
  process.env.HTTPS_PROXY = 'http://proxy:3128';

  expect(environment().HTTPS_PROXY).toBe('http://proxy:3128');
});

test('its memory settings give way to the user’s own', () => {
  expect(environment()).toMatchObject({ GOGC: 'off', GOMEMLIMIT: '2GiB' });
  process.env.GOGC = '50';

  expect(environment()).toMatchObject({ GOGC: '50', GOMEMLIMIT: '2GiB' });
});

test('the workspace’s variables come before them, and take them away', () => {
  process.env.AWS_PROFILE = 'mine';
  process.env.AWS_REGION = 'us-east-1';
  const workspace = { ...prepared.workspace, environment: { AWS_REGION: 'eu-west-1', AWS_PROFILE: undefined } };

  expect(terraformEnvironment(workspace)).toMatchObject({ AWS_REGION: 'eu-west-1' });
  expect(terraformEnvironment(workspace)).not.toHaveProperty('AWS_PROFILE');
});

test('a relative path is taken from here, and not from the stack’s folder in which Terraform runs', () => {
  process.env.AWS_CONFIG_FILE = 'aws/config';
  process.env.AWS_CA_BUNDLE = '/etc/ca.pem';

  expect(environment()).toMatchObject({ AWS_CONFIG_FILE: path.resolve('aws/config'), AWS_CA_BUNDLE: '/etc/ca.pem' });
  expect(environment()).not.toHaveProperty('AWS_SHARED_CREDENTIALS_FILE');
});

test('the workspace of another project is not taken: it would be another state', () => {
  process.env.TF_WORKSPACE = 'dev';

  expect(environment()).not.toHaveProperty('TF_WORKSPACE');
});

describe('TF_CLI_CONFIG_FILE', () => {
  test('is passed on where the file is there', () => {
    const file = prepared.write('terraform.rc', '');
    process.env.TF_CLI_CONFIG_FILE = file;

    expect(environment().TF_CLI_CONFIG_FILE).toBe(file);
  });

  test('that leads nowhere is taken for unset', () => {
    process.env.TF_CLI_CONFIG_FILE = path.join(prepared.directory, 'nowhere.rc');

    expect(environment()).not.toHaveProperty('TF_CLI_CONFIG_FILE');
  });
});
