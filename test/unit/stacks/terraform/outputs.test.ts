import { rmSync } from 'node:fs';
import path from 'node:path';
import { deployments } from '../../../../deployments';
import { REPOSITORY } from '../../../../stacks/stack';
import { readOutputs } from '../../../../stacks/terraform/outputs';
import { fakeTerraform } from './fake-terraform';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-outputs-${process.pid}`),
}));

const OUTPUTS = { url: { value: 'http://a', type: 'string' }, password: { value: 'secret', sensitive: true } };

let prepared: TestWorkspace;

beforeEach(() => {
  prepared = testWorkspace();
});

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

const READ = {
  url: { value: 'http://a', sensitive: false },
  password: { value: 'secret', sensitive: true },
};

test('those of a state in a bucket are what terraform output says, whatever it warns of', async () => {
  const calls = fakeTerraform(prepared, `echo 'Warning: Deprecated' >&2\necho '${JSON.stringify(OUTPUTS)}'`);

  await expect(readOutputs(prepared.workspace, deployments.staging)).resolves.toEqual(READ);

  expect(calls()).toEqual(['output -json']);
});

test('those of a state on this machine are in its file', async () => {
  const file = path.join(REPOSITORY, '.local/terraform/service.tfstate');
  prepared.write(path.relative(prepared.directory, file), JSON.stringify({ outputs: OUTPUTS }));

  await expect(readOutputs(prepared.workspace, deployments.local)).resolves.toEqual(READ);
});

test('where there is no such file there are none', async () => {
  await expect(readOutputs(prepared.workspace, deployments.local)).resolves.toEqual({});
});
