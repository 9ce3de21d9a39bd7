import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { type BundledFunction, bundleFunction } from '../../../../stacks/bundle/bundle-function';
import { httpEvent } from '../../lambda/http-event';

let directory: string;
let bundled: BundledFunction;
let code: string;
let server: Server;
const requests: IncomingHttpHeaders[] = [];
/** What the ledger says of the migration, answer by answer; then that it is applied. */
const states: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'groundwork-cold-start-'));
  bundled = await bundleFunction({ name: 'api', entry: 'lambda/api/handler.mts', outputDirectory: directory });
  const files = unzipSync(await readFile(bundled.zipFile));
  code = Buffer.concat(Object.values(files)).toString();
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(directory, name), content);
  await writeFile(path.join(directory, 'call.mjs'), CALL);
  await writeFile(path.join(directory, 'load.mjs'), `import './index.mjs'; process.exit();`);
  server = createServer((request, response) => {
    requests.push(request.headers);
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Item: { state: { S: states.shift() ?? 'applied' }, ...COMPANY } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

beforeEach(() => {
  requests.splice(0);
  states.splice(0);
});

const COMPANY = {
  pk: { S: 'company#Groundwork' },
  sk: { S: 'company#' },
  _et: { S: 'Company' },
  name: { S: 'Groundwork' },
};

const EVENT = httpEvent({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Groundwork' } });

/** Writes the answer, and which of Node's own modules the process has loaded for it, as its last line. */
const CALL = `
  import { handler } from './index.mjs';
  const answer = await handler(${JSON.stringify(EVENT)}, { awsRequestId: 'request' });
  console.log(JSON.stringify({ answer, modules: process.moduleLoadList }));
`;

/** Calls the function in a process of its own, as Lambda does: with nothing in the environment but what is given. */
async function call(environment: Record<string, string>) {
  const lines = (await run('call.mjs', environment)).trim().split('\n');
  return { ...JSON.parse(lines.at(-1) ?? ''), log: lines.slice(0, -1).join('\n') };
}

async function run(file: string, environment: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(directory, file)], {
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      TABLE_NAME: 'a-table',
      REQUIRED_MIGRATION: '20260101000000-first',
      ...environment,
    },
  });
  return stdout;
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

test('a function signs with the credentials that Lambda has put into its environment', async () => {
  const { answer } = await call(CREDENTIALS);
  expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('Groundwork') });
  expect(requests).toHaveLength(2);
  for (const headers of requests) {
    expect(headers.authorization).toContain('Credential=AKIAEXAMPLE/');
    expect(headers['x-amz-security-token']).toBe('token');
  }
});

test('a function without credentials in its environment says so, and what to do', async () => {
  const { answer, log } = await call({});
  expect(answer.statusCode).toBe(500);
  expect(log).toContain('"code":"credentials-missing"');
  expect(log).toContain('stacks/bundle/build.ts');
  expect(requests).toEqual([]);
});

test('the migrations are verified while the function is loaded, before any request', async () => {
  await run('load.mjs', CREDENTIALS);
  expect(requests).toHaveLength(1);
});

test('a function that found the migrations pending when it was loaded looks again at the first request', async () => {
  states.push('running');
  expect((await call(CREDENTIALS)).answer.statusCode).toBe(200);
  states.push('running', 'running');
  const { answer, log } = await call(CREDENTIALS);
  expect(answer.statusCode).toBe(500);
  expect(log).toContain('"code":"migration-pending"');
});

test.each([
  ['the chain of credential providers', /credential-provider-(?!env)|nested-clients|token-providers/],
  ['what reads shared configuration', /shared-ini-file-loader\/(?:readFile|parseIni)/],
  ['event streams', /submodules\/event-streams/],
  ['the package that limits a cache of endpoints', /node_modules\/mnemonist/],
])('a function’s bundle has nothing of %s', (_, file) => {
  expect(bundled.inputs).toContain('node_modules/@aws-sdk/client-dynamodb/dist-es/DynamoDBClient.js');
  expect(bundled.inputs.filter((input) => file.test(input))).toEqual([]);
});

test('a client of the SDK that has event streams is bundled with them', async () => {
  const { inputs } = await bundleFunction({
    name: 'list-buckets',
    entry: 'test/unit/stacks/bundle/list-buckets.ts',
    outputDirectory: directory,
  });
  expect(inputs).toContain('node_modules/@smithy/core/dist-es/submodules/event-streams/EventStreamSerde.js');
});

test('a client keeps the endpoints that it has discovered all the same', async () => {
  const { zipFile } = await bundleFunction({
    name: 'discovered-endpoints',
    entry: 'test/unit/stacks/bundle/discovered-endpoints.ts',
    outputDirectory: directory,
  });
  await writeFile(path.join(directory, 'endpoints.mjs'), unzipSync(await readFile(zipFile))['index.mjs'] ?? '');
  const asked = `import { handler } from './endpoints.mjs'; console.log(await handler());`;
  await writeFile(path.join(directory, 'ask-for-endpoints.mjs'), asked);
  expect(await run('ask-for-endpoints.mjs', CREDENTIALS)).toBe('one.example.com,none,none,none\n');
});

test('Node’s own modules are required, and never imported', () => {
  expect(code).toContain('process.getBuiltinModule("node:http")');
  expect(code).toContain('process.getBuiltinModule("node:https")');
  expect(code).not.toMatch(/(?:\bfrom|\bimport\(?)\s*["'][a-z]/);
});

test('a first answer loads no second HTTP client', async () => {
  const { modules } = await call(CREDENTIALS);
  expect(modules).toContain('NativeModule http');
  expect(modules).not.toContain('NativeModule internal/deps/undici/undici');
});

test('a first answer loads nothing of Node’s that only measures or reads files', async () => {
  const { modules } = await call(CREDENTIALS);
  expect(modules).not.toContain('NativeModule perf_hooks');
  expect(modules).not.toContain('NativeModule internal/fs/streams');
});
