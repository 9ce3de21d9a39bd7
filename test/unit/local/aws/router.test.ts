import { checkoutKey } from '../../../../local/aws/checkout-key';
import { answered, createApiFunction, listening, servicesIn, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
let endpoint: string;
let close: () => Promise<void>;
let accessKeyId: string;

beforeAll(async () => {
  const services = await servicesIn(directory);
  await createApiFunction(services);
  accessKeyId = services.environmentOf('api').AWS_ACCESS_KEY_ID ?? '';
  services.answerWith(async () => answered({ statusCode: 200, body: 'invoked' }));
  ({ endpoint, close } = await listening(services));
});
afterAll(async () => {
  await close();
  remove();
});

const signed = (service: string, key: string, path: string, init: RequestInit) =>
  fetch(`${endpoint}${path}`, {
    ...init,
    headers: {
      ...init.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });

test('a function is told who it is: its role’s session', async () => {
  const response = await signed('sts', accessKeyId, '/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity',
  });
  expect(await response.text()).toContain('<Arn>arn:aws:sts::000000000000:assumed-role/api/api</Arn>');
});

test('a function cannot call a service for which its policies are not evaluated', async () => {
  const invoke = { method: 'POST', body: '{}' };
  const path = '/2015-03-31/functions/api/invocations';
  expect((await signed('lambda', 'local', path, invoke)).status).toBe(200);
  const refused = await signed('lambda', accessKeyId, path, invoke);
  expect(refused.status).toBe(403);
  expect(refused.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
  expect(await refused.text()).toContain('assumed-role/api/api is not authorized to perform: lambda:');
});

test('what is meant for the stand-in of another checkout is refused, in each service’s protocol', async () => {
  const invoke = { method: 'POST', body: '{}' };
  const path = '/2015-03-31/functions/api/invocations';
  expect((await signed('lambda', checkoutKey(directory), path, invoke)).status).toBe(200);
  const foreign = checkoutKey(`${directory}/another`);
  const refused = await signed('lambda', foreign, path, invoke);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain(`another checkout (its state is in ${directory})`);
  const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  const ofDynamodb = await signed('dynamodb', foreign, '/', { ...invoke, headers });
  expect(await ofDynamodb.json()).toMatchObject({ __type: expect.stringContaining('InvalidClientTokenId') });
});
