import type { Operation } from '../operation';

export const descriptionOperations = {
  'GET /openapi.json': {
    id: 'getOpenApi',
    tag: 'Description',
    summary: 'This document',
    answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: 'OpenApi', example: { openapi: '3.1.0' } } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
