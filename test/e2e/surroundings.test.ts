import path from 'node:path';
import { availability } from '../../local/dynamodb/availability';
import { type Checkout, createCheckout } from './support/checkout';
import { occupy } from './support/loopback';
import { folderOfPrograms } from './support/programs';

jest.setTimeout(60_000);

describe('a machine that is not as it should be', () => {
  let checkout: Checkout;
  /** Node and a shell, and Java where there is one: neither Terraform nor anything else. */
  let withoutTerraform: string;

  beforeAll(async () => {
    const { java } = await availability();
    const created = await createCheckout();
    // Docker is what the other tests take where there is both.
    checkout = created.with({ LOCAL_DYNAMODB: java ? 'docker' : 'java' });
    const programs = java ? ['node', 'sh'] : ['node', 'sh', 'java'];
    withoutTerraform = await folderOfPrograms(path.join(checkout.home, 'bin'), programs);
  });
  afterEach(() => checkout.run('local', 'reset'));
  afterAll(() => checkout.remove());

  test('without Terraform: how to get it, and bootstrap, migrate and synth work', async () => {
    const poorer = checkout.with({ PATH: withoutTerraform });
    expect(await poorer.run('bootstrap', 'local')).toMatchObject({ status: 0 });
    expect(await poorer.run('migrate', 'status', 'local')).toMatchObject({ status: 0 });
    expect(await poorer.run('synth', 'local')).toMatchObject({ status: 0 });
    for (const command of ['plan', 'deploy']) {
      const { status, stderr } = await poorer.run(command, 'local');
      expect(status).toBe(1);
      expect(stderr).toContain('There is no terraform on the PATH. Install Terraform');
      expect(stderr).toContain('yarn bootstrap, yarn migrate and yarn synth work without it');
    }
  });

  test('without Java: both remedies are named', async () => {
    const programs = await folderOfPrograms(path.join(checkout.home, 'node'), ['node', 'sh']);
    const poorer = checkout.with({ PATH: programs, JAVA_HOME: undefined, LOCAL_DYNAMODB: 'java' });
    const { status, stderr } = await poorer.run('deploy', 'local');
    expect(status).toBe(1);
    expect(stderr).toContain('no java, neither by JAVA_HOME nor on PATH');
    expect(stderr).toContain('Install Java 17 or newer (JAVA_HOME or PATH), or start a Docker engine');
  });

  test('ports in use: the services move on and say so', async () => {
    const others = [await occupy(8000), await occupy(8100)];
    const { status, stderr } = await checkout.run('local', 'up');
    for (const other of others) await other.close();
    expect(status).toBe(0);
    expect(stderr).toMatch(/Port 8000 is taken: DynamoDB Local is on port (?!8000)\d+/);
    expect(stderr).toMatch(/Port 8100 is taken: The stand-in for AWS is on port (?!8100)\d+/);
  });

  test('a .local/ of another version is named with its remedy, and the remedy works', async () => {
    await checkout.write('.local/services.json', JSON.stringify({ layout: 99 }));
    const { status, stderr } = await checkout.run('deploy', 'local');
    expect(status).toBe(1);
    expect(stderr).toContain('layout 99');
    expect(stderr).toContain('yarn local reset');
    expect(await checkout.run('local', 'reset')).toMatchObject({ status: 0 });
    expect(await checkout.run('local', 'up')).toMatchObject({ status: 0 });
  });

  test('a state of the stand-in that another version wrote is named with its remedy', async () => {
    await checkout.write('.local/aws/iam.json', JSON.stringify({ layout: 0, state: {} }));
    const { status, stderr } = await checkout.run('local', 'up');
    expect(status).toBe(1);
    expect(stderr).toContain('has layout 0');
    expect(stderr).toContain('yarn local reset');
  });
});
