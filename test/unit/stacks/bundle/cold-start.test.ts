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

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'groundwork-cold-start-'));
  bundled = await bundleFunction({ name: 'api', entry: 'lambda/api/handler.ts', outputDirectory: directory });
  code = Buffer.from(unzipSync(await readFile(bundled.zipFile))['index.mjs'] ?? []).toString();
  await writeFile(path.join(directory, 'index.mjs'), code);
  await writeFile(path.join(directory, 'call.mjs'), CALL);
  server = createServer((request, response) => {
    requests.push(request.headers);
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Item: { state: { S: 'applied' }, ...COMPANY } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

beforeEach(() => requests.splice(0));

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
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(directory, 'call.mjs')], {
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      TABLE_NAME: 'a-table',
      REQUIRED_MIGRATION: '20260101000000-first',
      ...environment,
    },
  });
  const lines = stdout.trim().split('\n');
  return { ...JSON.parse(lines.at(-1) ?? ''), log: lines.slice(0, -1).join('\n') };
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

test.each([
  ['the chain of credential providers', /credential-provider-(?!env)|nested-clients|token-providers/],
  ['what reads shared configuration', /shared-ini-file-loader\/(?:readFile|parseIni)/],
  ['event streams', /submodules\/event-streams/],
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

test('Node’s HTTP modules are required, and never imported', () => {
  expect(code).toContain('process.getBuiltinModule("node:http")');
  expect(code).toContain('process.getBuiltinModule("node:https")');
  expect(code).not.toMatch(/(?:\bfrom|\bimport\(?)\s*["'](?:node:)?https?["']/);
});

test('a first answer loads no second HTTP client', async () => {
  const { modules } = await call(CREDENTIALS);
  expect(modules).toContain('NativeModule http');
  expect(modules).not.toContain('NativeModule internal/deps/undici/undici');
});
