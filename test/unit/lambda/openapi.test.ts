import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Endpoint } from '../../../lambda/api/endpoint';
import { ENDPOINTS } from '../../../lambda/api/endpoints';
import { OPERATIONS, openApiDocument } from '../../../lambda/api/openapi/document';
import { problemsOf } from '../../../lambda/api/openapi/problems';
import { PROBLEMS } from '../../../lambda/api/problems';
import type { RequestShape } from '../../../lambda/api/request';
import { API_ROUTES, type RouteKey } from '../../../lambda/api/routes';
import {
  readCompanyName,
  readDate,
  readDescription,
  readEmail,
  readEmailPart,
  readName,
  readUsername,
} from '../../../lambda/api/values';
import { TableError } from '../../../table/errors';
import { caller } from './support/call';
import { pointerTo, schemaErrors } from './support/contract';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  example?: unknown;
}

interface Documented {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: { $ref: string }; example: Record<string, unknown> }> };
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

type Readers = NonNullable<RequestShape['body']>;

/** The document as a client gets it. */
const document = JSON.parse(JSON.stringify(openApiDocument()));
const routeKeys = API_ROUTES.filter((routeKey): routeKey is RouteKey => routeKey !== '$default');
const placeOf = (routeKey: string): [path: string, method: string] => {
  const [method = '', path = ''] = routeKey.split(' ');
  return [path, method.toLowerCase()];
};
const documented = (routeKey: string): Documented => {
  const [path, method] = placeOf(routeKey);
  return document.paths[path][method];
};

test('the document is OpenAPI 3.1 by the schema of its authors', () => {
  const schema = require('@seriousme/openapi-schema-validator/schemas/v3.1/schema.json');
  const validate = addFormats(new Ajv({ strict: false, formats: { 'media-range': true } })).compile(schema);
  validate(document);
  expect(validate.errors).toBeNull();
});

test('the document is served', async () => {
  const call = caller(() => Promise.reject(new Error('The table must not be needed.')));
  expect(await call({ routeKey: 'GET /openapi.json' })).toMatchObject({ status: 200, body: document });
});

test('every route is documented, and every documented operation is a route', () => {
  const operations = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.sort()).toEqual([...routeKeys].sort());
});

test('every operation has a name of its own', () => {
  const ids = routeKeys.map((routeKey) => documented(routeKey).operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every problem is documented for a route, but for those of an address that is none', () => {
  const codes = new Set(Object.values(OPERATIONS).flatMap(problemsOf));
  const missing = Object.keys(PROBLEMS).filter((code) => !codes.has(code as keyof typeof PROBLEMS));
  expect(missing).toEqual(['no-such-route', 'method-not-allowed']);
});

test('docs/api.md names every path with its methods, and every problem with its status', () => {
  const rows = readFileSync(path.resolve(__dirname, '../../../docs/api.md'), 'utf8').split('\n');
  const paths = rows.flatMap((row) => /^\| `(\/[^`]*)` \| ([A-Z, ]+) \|/.exec(row)?.slice(1, 3).join(' ') ?? []);
  const expected = Object.entries(document.paths as Record<string, object>).map(
    ([address, methods]) => `${address} ${Object.keys(methods).join(', ').toUpperCase()}`,
  );
  expect(paths.sort()).toEqual(expected.sort());
  const codes = rows.flatMap((row) => {
    const [, status, text = ''] = /^\| (\d{3}) \| (.*)$/.exec(row) ?? [];
    return [...text.matchAll(/`([a-z-]+)`/g)].map(([, code]) => `${code} ${status}`);
  });
  expect(codes.sort()).toEqual(
    Object.entries(PROBLEMS)
      .map(([code, { status }]) => `${code} ${status}`)
      .sort(),
  );
});

test.each([
  ['Name', readName, fc.string({ unit: 'binary' })],
  ['AddressableName', readCompanyName, fc.string({ unit: 'grapheme' })],
  ['Email', readEmail, fc.emailAddress()],
  ['Username', readUsername, fc.stringMatching(/^ ?[A-Za-z0-9._-]{1,42} ?$/)],
  ['Date', readDate, fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/)],
])('a value that the function keeps is a %s by its schema', (schema, read, values) => {
  fc.assert(
    fc.property(values, (value) => {
      if (takes(read, value)) expect(schemaErrors(`#/components/schemas/${schema}`, read(value))).toEqual([]);
    }),
  );
});

test.each([
  ['Name', '#/components/schemas/Name', readName, 200],
  ['AddressableName', '#/components/schemas/AddressableName', readCompanyName, 200],
  ['description', '#/components/schemas/NewCompany/properties/description', readDescription, 2000],
  ['prefix', pointerTo('paths', '/companies/{name}/users', 'get', 'parameters', 1, 'schema'), readEmailPart, 254],
])('the longest %s is as long by its schema as it is for the function', (_name, schema, read, most) => {
  for (const character of ['a', '語', '😀']) {
    const longest = character.repeat(most);
    expect([schemaErrors(schema, longest), takes(read, longest)]).toEqual([[], true]);
    const longer = longest + character;
    expect([schemaErrors(schema, longer).length, takes(read, longer)]).toEqual([1, false]);
  }
});

describe.each(routeKeys)('%s', (routeKey) => {
  const { shape }: Endpoint = ENDPOINTS[routeKey];
  const operation = documented(routeKey);
  const parameters = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);

  test('takes the parameters that are documented', () => {
    const names = (place: string) => parameters(place).map(({ name }) => name);
    expect(names('path').sort()).toEqual(Object.keys(shape.path ?? {}).sort());
    expect(names('query').sort()).toEqual(Object.keys(shape.query ?? {}).sort());
  });

  test('requires the parameters that are documented as required', () => {
    expect(parameters('path').every(({ required }) => required)).toBe(true);
    expect(requiredOf(shape.query)).toEqual([]);
    expect(parameters('query').some(({ required }) => required)).toBe(false);
    const ifMatch = parameters('header').find(({ name }) => name === 'If-Match');
    expect(ifMatch?.required).toBe(shape.ifMatch && shape.ifMatch === 'required');
  });

  test('takes and requires the fields of the body that are documented', () => {
    const fields = shape.body ?? shape.patch;
    const contents = Object.values(operation.requestBody?.content ?? {});
    expect(contents.length > 0).toBe(fields !== undefined);
    for (const { schema } of contents) {
      const { properties, required } = document.components.schemas[nameIn(schema)];
      expect(Object.keys(properties).sort()).toEqual(Object.keys(fields ?? {}).sort());
      expect(required).toEqual(requiredOf(shape.body));
    }
  });

  test('removes by null what is documented so, and no more', () => {
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
      for (const [name, read] of Object.entries({ ...shape.body, ...shape.patch })) {
        const isNullDocumented =
          schemaErrors(`#/components/schemas/${nameIn(schema)}/properties/${name}`, null).length === 0;
        expect({ name, takesNull: takes(read, null) }).toEqual({ name, takesNull: isNullDocumented });
      }
    }
  });

  test('gives examples that its schemas take, and the function', () => {
    const place = ['paths', ...placeOf(routeKey)];
    for (const [type, { example }] of Object.entries(operation.requestBody?.content ?? {})) {
      expect(schemaErrors(pointerTo(...place, 'requestBody', 'content', type, 'schema'), example)).toEqual([]);
      const fields = { ...shape.body, ...shape.patch };
      expect(Object.entries(example).map(([name, value]) => fields[name]?.(value))).toEqual(Object.values(example));
    }
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      for (const [type, { example }] of Object.entries(content)) {
        if (type === 'application/problem+json') continue;
        const schema = pointerTo(...place, 'responses', status, 'content', type, 'schema');
        expect(schemaErrors(schema, example)).toEqual([]);
      }
    }
    for (const [index, { in: part, name, example }] of operation.parameters.entries()) {
      if (example === undefined || part === 'header') continue;
      expect(schemaErrors(pointerTo(...place, 'parameters', index, 'schema'), example)).toEqual([]);
      expect(() => shape.query?.[name]?.(String(example))).not.toThrow();
    }
  });
});

const nameIn = ({ $ref }: { $ref: string }): string => $ref.split('/').at(-1) ?? '';

/** The fields that must not be missing. */
const requiredOf = (readers: Readers = {}): string[] =>
  Object.entries(readers)
    .filter(([, read]) => !takes(read, undefined))
    .map(([name]) => name);

function takes(read: Readers[string], value: unknown): boolean {
  try {
    read(value);
    return true;
  } catch (error) {
    if (error instanceof TableError) return false;
    throw error;
  }
}
