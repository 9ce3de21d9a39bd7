import { answer } from '../answers';
import type { Endpoint } from '../endpoint';
import { readRequest } from '../request';

/** GET /openapi.json: 200 and the description of the API. */
export const getOpenApi: Endpoint = {
  shape: {},
  answer: async (event) => {
    readRequest(event, {});
    // Required here, so that the other requests' cold start does not pay for it.
    const { openApiDocument } = require('../openapi/document') as typeof import('../openapi/document');
    return answer(200, openApiDocument());
  },
};
