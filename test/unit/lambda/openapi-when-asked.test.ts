import { createApi } from '../../../lambda/api/api';
import { httpEvent } from './http-event';

const mockLoad = jest.fn();

jest.mock('../../../lambda/api/openapi/document', () => {
  mockLoad();
  return jest.requireActual('../../../lambda/api/openapi/document');
});

test('the OpenAPI document is loaded by the request for it, and by no other', async () => {
  const handler = createApi({ connectTable: () => Promise.reject(new Error('There is none.')), log: () => {} });
  const context = { awsRequestId: 'request-1' };
  await handler(httpEvent({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme' } }), context);
  expect(mockLoad).not.toHaveBeenCalled();
  expect(await handler(httpEvent({ routeKey: 'GET /openapi.json' }), context)).toMatchObject({ statusCode: 200 });
  expect(mockLoad).toHaveBeenCalled();
});
