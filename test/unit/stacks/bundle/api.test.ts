import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { type BundledFunction, bundleFunction } from '../../../../stacks/bundle/bundle-function';

const root = path.resolve(__dirname, '../../../..');
let outputDirectory: string;
let bundled: BundledFunction;
let code: string;

beforeAll(async () => {
  outputDirectory = await mkdtemp(path.join(tmpdir(), 'groundwork-bundle-'));
  bundled = await bundleFunction({ name: 'api', entry: 'lambda/api/handler.mts', outputDirectory });
  code = Buffer.concat(Object.values(unzipSync(await readFile(bundled.zipFile)))).toString();
});
afterAll(() => rm(outputDirectory, { recursive: true }));

test('the function `api` contains the table’s model and the function’s own code, and of the other rooms nothing', () => {
  const rooms = bundled.inputs.filter((file) => !file.startsWith('node_modules/')).map((file) => file.split('/')[0]);
  expect([...new Set(rooms)]).toEqual(['lambda', 'table']);
});

test('the function `api` contains no path of this machine', () => {
  expect(code).not.toContain(root);
  expect(code).not.toContain(tmpdir() + path.sep);
  expect(code).not.toContain('node_modules');
});

test('the function `api` takes the SDK as modules, of which esbuild can leave out what is not used', () => {
  expect(bundled.inputs.filter((file) => file.includes('/dist-cjs/'))).toEqual([]);
});

test('the function `api` has no part of the SDK in it that nothing uses, such as the client with all operations', () => {
  // What a `require` leads to, such as that of the OpenAPI document, is a function in a bundle, of which nothing is left out.
  expect(bundled.inputs).toContain('node_modules/@aws-sdk/client-dynamodb/dist-es/DynamoDBClient.js');
  expect(bundled.inputs).not.toContain('node_modules/@aws-sdk/client-dynamodb/dist-es/DynamoDB.js');
});

test('the zip of the function `api` stays small', () => {
  expect(bundled.bytes).toBeLessThan(200 * 1024);
});
