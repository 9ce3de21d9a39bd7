import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Checkout, createCheckout } from './support/checkout';
import { startCommand } from './support/command';

const OUTPUTS = '.groundwork/outputs/local.json';

jest.setTimeout(60_000);

describe('bad input', () => {
  let checkout: Checkout;

  beforeAll(async () => {
    checkout = await createCheckout();
  });
  afterAll(() => checkout.remove());

  test.each([
    ['an unknown deployment', ['deploy', 'nowhere'], ['"nowhere"', 'local, staging, production']],
    ['an unknown flag', ['deploy', '--fast'], ["'--fast'", 'yarn deploy --help']],
    ['a flag without its value', ['migrate', 'up', '--to'], ["'--to", 'yarn migrate --help']],
    ['no deployment, where it needs one', ['ci-role'], ['<deployment>', 'yarn ci-role --help']],
    ['a duration below zero', ['deploy', '--wait', '-1'], ['--wait takes a duration such as 90s or 10m, not "-1"']],
    ['an argument too many', ['plan', 'local', 'more'], ['"more"', 'yarn plan --help']],
    ['an unknown action', ['local', 'sideways'], ['"sideways"', 'up, down, status, reset']],
    ['two flags that contradict each other', ['migrate', 'down', '--to', 'a', '--steps', '1'], ['--to', '--steps']],
  ])('%s is wrong usage: 64', async (_, [command = '', ...words], said) => {
    const { status, stdout, stderr } = await checkout.run(command, ...words);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    for (const text of said) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('a file that is not there is named by where it was looked for: from the folder in which the person stands', async () => {
    const { directory, environment } = checkout;
    const docs = path.join(directory, 'docs');
    const words = ['deploy', 'local', '--plan', 'my.plan'];
    const { status, stderr } = await startCommand('../yarnw', words, { directory: docs, environment }).ended;
    expect(status).toBe(1);
    expect(stderr).toContain(`The plan ${path.join(docs, 'my.plan')} can't be read`);
  });

  test('a wrong entry of deployments.ts is named by its path, its value and what is allowed', async () => {
    const restore = await checkout.edit('deployments.ts', "name: 'groundwork-staging'", "name: 'x!'");
    const { status, stderr } = await checkout.run('deploy', 'local');
    await restore();
    expect(status).toBe(1);
    expect(stderr).toContain('staging.table.name is "x!"; allowed: 3 to 255 characters of a-z A-Z 0-9 . _ -');
  });

  test.each([['migrate', 'status'], ['outputs'], ['deploy', 'staging'], ['bench']])(
    'a deployments.ts that cannot be loaded is one error, with --json a document too: %s %s',
    async (...words) => {
      const restore = await checkout.edit(
        'deployments.ts',
        'export const deployments = {',
        'export const deployments = {{',
      );
      const [command = '', ...others] = words;
      const { status, stdout, stderr } = await checkout.run(command, ...others, '--json');
      await restore();
      expect(status).toBe(1);
      const { error } = JSON.parse(stdout);
      expect(error).toMatchObject({
        code: 'deployments-invalid',
        message: expect.stringMatching(/deployments\.ts:\d+: /),
      });
      expect(stderr).toBe(`Error: ${error.message}`);
    },
  );

  test('yarn model names the file in table/ that cannot be loaded', async () => {
    const restore = await checkout.edit('table/keys.ts', 'export const companyKeys', 'export const = companyKeys');
    const { status, stdout, stderr } = await checkout.run('model', '--json');
    await restore();
    expect(status).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'model-invalid', message: expect.stringMatching(/table\/keys\.ts:\d+: /) });
    expect(stderr).toBe(`Error: ${error.message}`);
  });

  test.each([
    ['is deployed', { api_url: { value: 'http://localhost' } }, 'local has no output "nowhere". It has: api_url ('],
    ['is not', undefined, 'local was not deployed from here: run yarn deploy local.'],
  ])('outputs of what is neither a deployment nor an output, where local %s', async (_, outputs, said) => {
    if (outputs) await checkout.write(OUTPUTS, JSON.stringify(outputs));
    const { status, stderr } = await checkout.run('outputs', 'nowhere');
    await rm(path.join(checkout.directory, OUTPUTS), { force: true });
    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).toContain('There is no deployment "nowhere"; deployments.ts has: local, staging, production.');
  });

  test('a function that does not build is named with file, line and column', async () => {
    const source = await checkout.read('lambda/api/endpoints/companies.ts');
    const restore = await checkout.edit(
      'lambda/api/endpoints/companies.ts',
      'createCompany(table, body);',
      'createCompany(table;',
    );
    const { status, stderr } = await checkout.run('synth', 'local');
    await restore();
    expect(status).toBe(1);
    const line = 1 + source.split('\n').findIndex((text) => text.includes('createCompany(table, body);'));
    expect(stderr).toMatch(new RegExp(`^lambda/api/endpoints/companies\\.ts:${line}:\\d+: `, 'm'));
  });

  test('with --json an error is one document on stdout', async () => {
    const { status, stdout } = await checkout.run('plan', 'nowhere', '--json');
    expect(status).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'unknown-deployment' } });
  });
});
