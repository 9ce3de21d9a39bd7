import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { givenEndpoint } from '../../../../local/services/given-endpoint';

let server: Server;
let status: number;
let endpoint: string;

beforeEach(async () => {
  status = 200;
  server = createServer((_, response) => {
    response.statusCode = status;
    response.end('{"TableNames":[]}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  server.close();
});

const given = (value: string) => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = value;
  return givenEndpoint('AWS_ENDPOINT_URL_DYNAMODB');
};

test('one where DynamoDB answers is used as it is', async () => {
  expect(await given(endpoint)).toBe(endpoint);
});

test('none is named where the variable is empty, or not there', async () => {
  expect(await given('')).toBeUndefined();
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  expect(await givenEndpoint('AWS_ENDPOINT_URL_DYNAMODB')).toBeUndefined();
});

test.each(['nonsense', 'localhost:8000', 'ftp://127.0.0.1'])('%s is no URL of one', async (value) => {
  await expect(given(value)).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringMatching(`^AWS_ENDPOINT_URL_DYNAMODB is "${value}", .* unset it`),
  });
});

test('where nothing listens, or what listens is no DynamoDB, the variable, its value and the remedy are named', async () => {
  const unreachable = {
    code: 'dynamodb-unreachable',
    message: expect.stringMatching(
      `^AWS_ENDPOINT_URL_DYNAMODB is "${endpoint}", and no DynamoDB answers there. .* unset it`,
    ),
  };
  status = 404;
  await expect(given(endpoint)).rejects.toMatchObject(unreachable);
  await new Promise((closed) => server.close(closed));
  await expect(given(endpoint)).rejects.toMatchObject(unreachable);
});
