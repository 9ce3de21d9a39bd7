import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../../lambda/api/openapi/document';

/** An answer of the API as a client sees it. */
export interface ClientAnswer {
  status: number;
  headers: Record<string, unknown>;
  /** The parsed JSON; undefined where the answer has no body. */
  body: unknown;
}

interface Response {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, object>;
}

/**
 * Holds an answer against the OpenAPI document: its status, content type and headers are documented for the route, and
 * its body has the form that is documented there and nothing besides. What no route answers (`$default`) has the form of
 * a problem.
 */
export function requireDocumented(routeKey: string, answer: ClientAnswer): void {
  const differences =
    routeKey === '$default' ? schemaErrors(PROBLEM, answer.body) : differencesFromResponse(routeKey, answer);
  if (differences.length === 0) return;
  throw new Error(
    `${routeKey} answered otherwise than the OpenAPI document says: ${differences.join('; ')}\n${JSON.stringify(answer)}`,
  );
}

/** What is wrong with a value by a schema of the document, given by its JSON pointer. */
export function schemaErrors(pointer: string, value: unknown): string[] {
  const validate = validatorOf(pointer);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A JSON pointer (RFC 6901) in the document. */
export const pointerTo = (...names: (string | number)[]): string =>
  `#/${names
    .map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent)
    .join('/')}`;

const PROBLEM = '#/components/schemas/Problem';

function differencesFromResponse(routeKey: string, { status, headers, body }: ClientAnswer): string[] {
  const [method = '', path = ''] = routeKey.split(' ');
  const place = ['paths', path, method.toLowerCase(), 'responses', status];
  const response = at(place) as Response | undefined;
  if (!response) return [`status ${status} is not documented`];
  const missing = Object.entries(response.headers ?? {}).filter(
    ([name, { required }]) => required && !headers[name.toLowerCase()],
  );
  const missingHeaders = missing.map(([name]) => `the header ${name} is missing`);
  const [type] = Object.keys(response.content ?? {});
  if (headers['content-type'] !== type)
    return [...missingHeaders, `content type ${headers['content-type']}, not ${type}`];
  return type === undefined
    ? [...missingHeaders, ...(body === undefined ? [] : ['there is a body'])]
    : [...missingHeaders, ...schemaErrors(pointerTo(...place, 'content', type, 'schema'), body)];
}

function close(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => close(entry));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, close(entry, name)]);
  const isClosed = ('allOf' in value || ('type' in value && value.type === 'object')) && !OPEN.includes(key);
  return { ...Object.fromEntries(entries), ...(isClosed && { unevaluatedProperties: false }) };
}

/** The first is closed where it is referred to, the second has more than it says. */
const OPEN = ['Problem', 'OpenApi'];

/** The document with every object closed: in an answer, what it does not name would go unnoticed by a test. */
const closedDocument = close(JSON.parse(JSON.stringify(openApiDocument())));

const at = (names: readonly (string | number)[]): unknown =>
  names.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], closedDocument);

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }).addSchema(closedDocument as object, 'api'));
const validators = new Map<string, ValidateFunction>();

function validatorOf(pointer: string): ValidateFunction {
  const validator = validators.get(pointer) ?? ajv.compile({ $ref: `api${pointer}` });
  validators.set(pointer, validator);
  return validator;
}
