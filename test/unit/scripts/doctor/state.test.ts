import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { deployments } from '../../../../deployments';
import type { ReachedContext } from '../../../../scripts/support/doctor/context';
import { examineState } from '../../../../scripts/support/doctor/state';
import { REPOSITORY, stackOf } from '../../../../stacks/stack';
import { temporaryDirectory } from '../../local/aws/stand-in';

const { directory, remove } = temporaryDirectory();
const before = { ...process.env };
/** Answers as S3 does, with the bucket's objects by their keys. */
let server: Server;
const bucket = new Map<string, string>();

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const content = bucket.get(new URL(url, 'http://s3').pathname.split('/').at(-1) ?? '');
    response.writeHead(content === undefined ? 404 : 200).end(content ?? '<Error><Code>NoSuchKey</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  Object.assign(process.env, keys, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
});

afterAll(() => {
  process.env = before;
  server.close();
  remove();
});

const contextOf = (deployment: object) =>
  ({ deployment, stacks: async () => [stackOf('service')] }) as unknown as ReachedContext;

const local = contextOf({
  ...deployments.local,
  deploymentName: 'local',
  state: { kind: 'local', directory: path.relative(REPOSITORY, directory) },
});

const staging = contextOf({ ...deployments.staging, deploymentName: 'staging' });

const keep = (file: string, content: string) => writeFileSync(path.join(directory, file), content);

const stateOf = (terraform_version: string) => JSON.stringify({ terraform_version, serial: 3 });

const lockOf = (Created: string) =>
  JSON.stringify({ ID: 'b1', Operation: 'OperationTypeApply', Who: 'ada@mill', Created });

afterEach(() => {
  bucket.clear();
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
});

test('without a state there is nothing to say of it', async () => {
  expect(await examineState(local)).toEqual([]);
  expect(await examineState(staging)).toEqual([]);
});

test('an empty state, which a Terraform leaves that was killed in its first apply, is none', async () => {
  keep('service.tfstate', '');
  bucket.set('service.tfstate', '');

  expect(await examineState(local)).toEqual([]);
  expect(await examineState(staging)).toEqual([]);
});

test('of an empty state in a bucket the lock is told all the same', async () => {
  bucket.set('service.tfstate', '').set('service.tfstate.tflock', lockOf('2026-01-01T00:00:00Z'));

  expect(await examineState(staging)).toEqual([expect.objectContaining({ severity: 'drift' })]);
});

test('a state that a newer Terraform wrote is named with both versions', async () => {
  keep('service.tfstate', stateOf('99.0.1'));

  expect(await examineState(local)).toEqual([
    {
      severity: 'broken',
      what: expect.stringMatching(/^The state of service was written by version 99\.0\.1, and here is \S+ \d/),
      remedy: expect.stringContaining('Install 99.0.1 or newer'),
    },
  ]);
});

test('a lock of the state is a note as long as its holder may be at work, and drift when that is over', async () => {
  bucket.set('service.tfstate', stateOf('1.0.0')).set('service.tfstate.tflock', lockOf(new Date().toISOString()));
  const young = await examineState(staging);
  bucket.set('service.tfstate.tflock', lockOf('2026-01-01T00:00:00Z'));
  const old = await examineState(staging);

  expect(young.map(({ severity }) => severity)).toEqual(['well', 'note']);
  expect(old[1]).toEqual({
    severity: 'drift',
    what: 'The state of service is locked by ada@mill since 2026-01-01T00:00:00Z (apply).',
    remedy: expect.stringContaining('force-unlock -force b1'),
  });
});

test('what a killed Terraform leaves of its lock on this machine locks nothing, and is not told', async () => {
  keep('service.tfstate', stateOf('1.0.0'));
  keep('.service.tfstate.lock.info', lockOf('2026-01-01T00:00:00Z'));

  expect((await examineState(local)).map(({ severity }) => severity)).toEqual(['well']);
});
