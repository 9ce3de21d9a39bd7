import { MERGE_PATCH_TYPE } from '../limits';
import type { RouteKey } from '../routes';
import type { Operation } from './operation';
import { PATH_PARAMETERS, QUERY_PARAMETERS } from './parameters';
import { describeProblems, problemsOf } from './problems';

/** A route's Operation Object in the OpenAPI document. */
export function describeOperation(routeKey: RouteKey, operation: Operation): object {
  const { id, tag, summary, description, body, patch } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    parameters: [...pathParameters(routeKey), ...queryParameters(operation), ...headerParameters(routeKey, operation)],
    ...(body && { requestBody: { required: true, content: { 'application/json': content(body) } } }),
    ...(patch && { requestBody: { required: true, content: patchContent(patch) } }),
    responses: { ...goodResponses(routeKey, operation), ...describeProblems(problemsOf(operation)) },
  };
}

/** The placeholders of a route's path. */
const placeholdersOf = (routeKey: string): (keyof typeof PATH_PARAMETERS)[] =>
  [...routeKey.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof typeof PATH_PARAMETERS);

const pathParameters = (routeKey: RouteKey): object[] =>
  placeholdersOf(routeKey).map((name) => ({ name, in: 'path', required: true, ...PATH_PARAMETERS[name] }));

const queryParameters = ({ query = [] }: Operation): object[] =>
  query.map((name) => ({ name, in: 'query', ...QUERY_PARAMETERS[name] }));

function headerParameters(routeKey: RouteKey, operation: Operation): object[] {
  const text = { type: 'string' };
  const required = operation.ifMatch === 'required';
  return [
    ...(operation.ifMatch
      ? [
          {
            name: 'If-Match',
            in: 'header',
            required,
            description: 'The ETag that was read.',
            schema: text,
            example: '"1"',
          },
        ]
      : []),
    ...(answersNotModified(routeKey, operation)
      ? [{ name: 'If-None-Match', in: 'header', description: 'The ETag that is known already.', schema: text }]
      : []),
  ];
}

function goodResponses(routeKey: RouteKey, operation: Operation): Record<string, object> {
  const responses = Object.entries(operation.answers).map(([status, answer]) => {
    const { description, versioned, location } = answer;
    const headers = { ...(versioned && { ETag: ETAG }), ...(location && { Location: LOCATION }) };
    return [
      status,
      {
        description,
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(answer.schema && { content: { 'application/json': content(answer) } }),
      },
    ];
  });
  const notModified = { description: 'The caller has this version.', headers: { ETag: ETAG } };
  return { ...Object.fromEntries(responses), ...(answersNotModified(routeKey, operation) && { 304: notModified }) };
}

const answersNotModified = (routeKey: RouteKey, { answers }: Operation): boolean =>
  routeKey.startsWith('GET ') && answers[200]?.versioned === true;

const content = ({ schema, example }: { schema?: string; example?: object }): object => ({
  schema: { $ref: `#/components/schemas/${schema}` },
  example,
});

const patchContent = (patch: { schema: string; example: object }): object => ({
  [MERGE_PATCH_TYPE]: content(patch),
  'application/json': content(patch),
});

const ETAG = { description: 'The version, in quotes.', required: true, schema: { type: 'string' }, example: '"1"' };
const LOCATION = {
  description: 'The address of what was made, relative to the request’s.',
  required: true,
  schema: { type: 'string', format: 'uri-reference' },
};
