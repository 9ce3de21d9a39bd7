import { once } from 'node:events';
import { createServer } from 'node:net';
import { deployments } from '../../../deployments';
import { findCredentials } from '../../../scripts/support/credentials';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder';

const staging = { ...deployments.staging, deploymentName: 'staging' };

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of Object.keys(process.env).filter((name) => name.startsWith('AWS_'))) delete process.env[name];
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  process.env.AWS_CONFIG_FILE = folder.write('config', '');
  process.env.AWS_SHARED_CREDENTIALS_FILE = folder.write('credentials', '');
  // Nothing of a test may ask the machine's own.
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:9';
});

afterEach(() => folder.remove());

const find = () => findCredentials(staging, new AbortController().signal);

/** A profile whose program answers after so many seconds. */
function writeProfile(seconds: number): void {
  const answer = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAEXAMPLE', SecretAccessKey: 'secret' });
  const program = folder.write('program', `#!/bin/sh\nsleep ${seconds}\necho '${answer}'\n`, 0o755);
  folder.write('config', `[profile slow]\ncredential_process = '${program}'\n`);
  process.env.AWS_PROFILE = 'slow';
}

test('a source that takes its time is waited for, longer than a metadata service', async () => {
  writeProfile(1.2);

  await expect(find()).resolves.toMatchObject({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' });
});

test('where there are none, the error says so, with the reason and what to do', async () => {
  await expect(find()).rejects.toMatchObject({
    name: 'ScriptsError',
    code: 'no-credentials',
    message: expect.stringMatching(/^There are no AWS credentials for staging \(.+\)\. Log in .*AWS_PROFILE/),
  });
});

test('a metadata service that takes connections and never answers is given up, and left as it was', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${port}`;

  await expect(find()).rejects.toMatchObject({ code: 'no-credentials' });

  expect(process.env).not.toHaveProperty('AWS_EC2_METADATA_DISABLED');
  server.close();
});
