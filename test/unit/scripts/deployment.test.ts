import { deployments } from '../../../deployments';
import { loadDeployment } from '../../../scripts/support/deployment';

beforeEach(() => {
  delete process.env.TABLE_NAME;
  delete process.env.DEPLOYMENT;
});

test('without a name it is local', () => {
  expect(loadDeployment()).toEqual({ ...deployments.local, deploymentName: 'local' });
});

test('what runs in this process serves the deployment that was loaded', () => {
  loadDeployment('staging');

  expect(process.env.DEPLOYMENT).toBe('staging');
});

test.each(['moon', 'toString', ''])('%j is none, and those that are known are listed', (name) => {
  expect(() => loadDeployment(name)).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      code: 'unknown-deployment',
      message: `There is no deployment ${JSON.stringify(name)}. deployments.ts has: local, staging, production.`,
    }),
  );
});

test('TABLE_NAME points local, and nothing else, at another table', () => {
  process.env.TABLE_NAME = 'elsewhere';

  expect(loadDeployment('local').table.name).toBe('elsewhere');
  expect(loadDeployment('staging').table.name).toBe('groundwork-staging');
});

test('a TABLE_NAME that is no table’s name is refused', () => {
  process.env.TABLE_NAME = 'a b';

  expect(() => loadDeployment()).toThrow(
    expect.objectContaining({ message: expect.stringContaining('local.table.name is "a b"; allowed: 3 to 255') }),
  );
});
