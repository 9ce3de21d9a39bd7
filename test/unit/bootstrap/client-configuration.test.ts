import { clientConfiguration } from '../../../bootstrap/client-configuration';
import { deployments } from '../../../deployments';
import { readServices } from '../../../local/services/record';

jest.mock('../../../local/services/record');

const ENDPOINT = 'http://127.0.0.1:8765';

beforeEach(() => {
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  jest.mocked(readServices).mockReturnValue({});
});

test('a deployment in an account is reached as the SDK does by itself', () => {
  expect(clientConfiguration('staging', deployments.staging)).toEqual({ region: 'eu-central-1' });
});

test('local is reached where its DynamoDB was started, never with the credentials of an account', () => {
  jest.mocked(readServices).mockReturnValue({
    dynamodb: { kind: 'java', endpoint: ENDPOINT, port: 8765, listensOn: 'loopback' },
  });

  expect(clientConfiguration('local', deployments.local)).toEqual({
    region: 'eu-central-1',
    endpoint: ENDPOINT,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB'])('an endpoint in %s comes first', (name) => {
  process.env[name] = ENDPOINT;

  expect(clientConfiguration('local', deployments.local)).toMatchObject({ endpoint: undefined });
  expect(readServices).not.toHaveBeenCalled();
});

test('where no local DynamoDB runs, the error says how to start one or name one', () => {
  expect(() => clientConfiguration('local', deployments.local)).toThrow(
    expect.objectContaining({
      code: 'local-not-running',
      message: 'No local DynamoDB runs. Run yarn local up, or name one in AWS_ENDPOINT_URL_DYNAMODB.',
    }),
  );
});

afterEach(() => jest.resetAllMocks());
