export { toHttpApiEvent } from './http-api/event';
export { messageResponse, toHttpResponse } from './http-api/response';
export { findRoute } from './http-api/routes';
