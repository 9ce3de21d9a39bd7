import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../../../stacks/stack';
import { type ProviderPlaces, providerInstallation } from '../../../../stacks/terraform/provider-mirror';
import { dataDirectory } from '../../../../stacks/terraform/workspace';
import { type TestWorkspace, testWorkspace } from './test-workspace';

jest.mock('../../../../stacks/stack', () => ({
  REPOSITORY: require('node:path').join(require('node:os').tmpdir(), `groundwork-mirror-${process.pid}`),
}));

const AWS = 'registry.terraform.io/hashicorp/aws';
const PROVIDER = `${AWS}/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0`;

let prepared: TestWorkspace;
let registryAnswers: jest.Mock<Promise<boolean>>;

beforeEach(() => {
  prepared = testWorkspace();
  wantVersion('5.100.0');
  registryAnswers = jest.fn().mockResolvedValue(false);
  for (const name of ['TF_CLI_CONFIG_FILE', 'TF_PLUGIN_MIRROR', 'XDG_DATA_HOME', 'HTTPS_PROXY', 'https_proxy']) {
    delete process.env[name];
  }
});

afterEach(() => {
  prepared.remove();
  rmSync(REPOSITORY, { recursive: true, force: true });
});

const at = (...parts: string[]) => path.join(prepared.directory, ...parts);

/** A machine of which all folders are in the test's own. */
const places = (): ProviderPlaces => ({
  home: at('home'),
  implied: [at('implied')],
  parents: [at('opt'), at('share')],
  registryAnswers,
});

const install = () => providerInstallation(prepared.workspace, places());
const wantVersion = (version: string) =>
  prepared.write(
    'cdktf.out/stacks/service/cdk.tf.json',
    JSON.stringify({ terraform: { required_providers: { aws: { version } } } }),
  );
const writeProvider = (folder: string) => prepared.write(path.join(folder, PROVIDER), '');

/** The folder that the generated CLI configuration names, read as Terraform's language has it. */
function mirrorIn(file: string | undefined): string | undefined {
  return /filesystem_mirror \{\s+path = "([^"]*)"/.exec(readFileSync(file ?? '', 'utf8'))?.[1];
}

describe('nothing is added', () => {
  test('where a CLI configuration says where providers come from', async () => {
    process.env.TF_CLI_CONFIG_FILE = prepared.write('terraform.rc', 'provider_installation {\n}\n');

    await expect(install()).resolves.toEqual({});

    expect(registryAnswers).not.toHaveBeenCalled();
  });

  test('where the one in the home folder does', async () => {
    prepared.write('home/.terraformrc', 'provider_installation {\n}\n');

    await expect(install()).resolves.toEqual({});
  });

  test('where the one in the home folder does, and TF_CLI_CONFIG_FILE leads nowhere', async () => {
    process.env.TF_CLI_CONFIG_FILE = at('nowhere.rc');
    prepared.write('home/.terraformrc', 'provider_installation {\n}\n');

    await expect(install()).resolves.toEqual({});
  });

  test.each([
    ['Terraform’s own folder of plugins', 'home/.terraform.d/plugins'],
    ['the user’s data', 'home/.local/share/terraform/plugins'],
    ['a folder for all users', 'implied'],
  ])('where the provider is in %s, in which Terraform looks by itself', async (_, folder) => {
    writeProvider(folder);

    await expect(install()).resolves.toEqual({});

    expect(registryAnswers).not.toHaveBeenCalled();
  });

  test('where it is in XDG_DATA_HOME', async () => {
    process.env.XDG_DATA_HOME = at('data');
    writeProvider('data/terraform/plugins');

    await expect(install()).resolves.toEqual({});
  });

  test('where the registry answers, even if there is a mirror', async () => {
    registryAnswers.mockResolvedValue(true);
    writeProvider('opt/mirror');

    await expect(install()).resolves.toEqual({});
  });
});

describe('where Terraform would not find the provider', () => {
  test.each([
    ['below /opt and its like', 'opt/tf-plugins'],
    ['below another such folder', 'share/mirror'],
    ['below the home folder', 'home/mirror'],
  ])('a mirror one level %s is used, by a CLI configuration of its own', async (_, folder) => {
    writeProvider(folder);

    const { TF_CLI_CONFIG_FILE: file, ...more } = await install();

    expect(more).toEqual({});
    expect(file).toBe(path.join(dataDirectory(prepared.workspace), 'mirror.tfrc'));
    expect(mirrorIn(file)).toBe(at(folder));
  });

  test('a mirror that has another version of it is passed over', async () => {
    wantVersion('5.101.0');
    writeProvider('implied');
    writeProvider('opt/old');
    prepared.write(path.join('share/new', AWS, 'terraform-provider-aws_5.101.0_linux_amd64.zip'), '');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('share/new'));
  });

  test('any version may be in the range that the stack wants', async () => {
    wantVersion('~> 5.0');
    writeProvider('opt/mirror');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('opt/mirror'));
  });

  test('a mirror two levels below is not looked for', async () => {
    writeProvider('opt/tools/mirror');

    await expect(install()).rejects.toMatchObject({ code: 'no-provider' });
  });

  test('the one in TF_PLUGIN_MIRROR comes first', async () => {
    writeProvider('opt/mirror');
    writeProvider('somewhere/named');
    process.env.TF_PLUGIN_MIRROR = at('somewhere/named');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('somewhere/named'));
  });

  test('a relative path in it is taken from here, and not from the stack’s folder in which Terraform runs', async () => {
    writeProvider('somewhere/named');
    process.env.TF_PLUGIN_MIRROR = path.relative(process.cwd(), at('somewhere/named'));

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('somewhere/named'));
  });

  test('one in TF_PLUGIN_MIRROR that has no provider is passed over', async () => {
    writeProvider('opt/mirror');
    process.env.TF_PLUGIN_MIRROR = at('empty');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('opt/mirror'));
  });

  test('a TF_CLI_CONFIG_FILE that leads nowhere is taken for unset', async () => {
    process.env.TF_CLI_CONFIG_FILE = at('nowhere.rc');
    writeProvider('opt/mirror');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('opt/mirror'));
  });

  test('a CLI configuration that says nothing of providers does not keep from it', async () => {
    process.env.TF_CLI_CONFIG_FILE = prepared.write('terraform.rc', 'disable_checkpoint = true\n');
    writeProvider('opt/mirror');

    expect(mirrorIn((await install()).TF_CLI_CONFIG_FILE)).toBe(at('opt/mirror'));
  });

  test('and there is no mirror, the error says how to make one', async () => {
    await expect(install()).rejects.toMatchObject({
      name: 'StacksError',
      code: 'no-provider',
      message: expect.stringMatching(
        /AWS provider 5\.100\.0 can't be had: registry\.terraform\.io does not answer.*terraform providers mirror DIR.*TF_PLUGIN_MIRROR/s,
      ),
    });
  });

  test('but perhaps through a proxy, it is left to try', async () => {
    process.env.HTTPS_PROXY = 'http://proxy:3128';

    await expect(install()).resolves.toEqual({});
  });
});
