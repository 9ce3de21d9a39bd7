export { toHttpApiEvent } from './http-api/event';
export { decodePath } from './http-api/path';
export { messageResponse, toHttpResponse } from './http-api/response';
export { findRoute } from './http-api/routes';
