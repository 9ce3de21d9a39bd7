import { randomUUID } from 'node:crypto';
import type { AwsResponse, AwsService } from '../service';
import type { Action } from './action';
import { type AwsFault, toFault, unknownAction } from './fault';
import { toXml, type XmlValue } from './xml';

/**
 * A service that speaks the AWS query protocol (STS, IAM, SNS, CloudWatch): the input is a form, the output XML in the service's
 * namespace. Actions give their result's content, or undefined where the answer has none.
 */
export function queryService(options: {
  service: string;
  namespace: string;
  actions: Record<string, Action>;
}): AwsService {
  return async (request) => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const name = form.get('Action') ?? '(none)';
    try {
      const handle = Object.hasOwn(options.actions, name) ? options.actions[name] : undefined;
      if (!handle) throw unknownAction(options.service, name);
      const result = (await handle(parseForm(form), request)) as { [name: string]: XmlValue } | undefined;
      return success(name, options.namespace, result);
    } catch (error) {
      return queryFault(toFault(error, options.service, name), options.namespace);
    }
  };
}

/** A fault as the query protocol words it. */
export function queryFault(fault: AwsFault, namespace = 'https://groundwork.invalid/'): AwsResponse {
  const requestId = randomUUID();
  const error = toXml({ Error: { Type: 'Sender', Code: fault.code, Message: fault.message } }, 'member');
  return xmlResponse(
    fault.status,
    requestId,
    `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
}

/**
 * The form of the query protocol as a nested object: `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`, and
 * `Attributes.entry.1.key=a&Attributes.entry.1.value=b` becomes `{ Attributes: { a: 'b' } }`.
 * `Action` and `Version` are left out.
 */
export function parseForm(form: URLSearchParams): Record<string, unknown> {
  const root: FormNode = new Map();
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') place(root, name.split('.'), value);
  }
  return Object.fromEntries([...root].map(([name, node]) => [name, plain(node)]));
}

type FormNode = Map<string, FormNode | string>;

function place(node: FormNode, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    node.set(name, value);
    return;
  }
  const existing = node.get(name);
  const child: FormNode = existing instanceof Map ? existing : new Map();
  node.set(name, child);
  place(child, rest, value);
}

function plain(node: FormNode | string): unknown {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  if (members instanceof Map) return inOrder(members).map(plain);
  const entries = node.get('entry');
  if (entries instanceof Map) return Object.fromEntries(inOrder(entries).map(plainEntry));
  return Object.fromEntries([...node].map(([name, child]) => [name, plain(child)]));
}

function inOrder(numbered: FormNode): (FormNode | string)[] {
  return [...numbered].sort(([one], [other]) => Number(one) - Number(other)).map(([, node]) => node);
}

/** The names of an entry's two parts are `key` and `value`, or for SNS's message attributes `Name` and `Value`. */
function plainEntry(entry: FormNode | string): [string, unknown] {
  if (typeof entry === 'string') return [entry, ''];
  const key = entry.get('key') ?? entry.get('Name');
  return [typeof key === 'string' ? key : '', plain(entry.get('value') ?? entry.get('Value') ?? '')];
}

function success(action: string, namespace: string, result: { [name: string]: XmlValue } | undefined): AwsResponse {
  const requestId = randomUUID();
  const content = result === undefined ? '' : toXml({ [`${action}Result`]: result }, 'member');
  const metadata = toXml({ ResponseMetadata: { RequestId: requestId } }, 'member');
  return xmlResponse(
    200,
    requestId,
    `<${action}Response xmlns="${namespace}">${content}${metadata}</${action}Response>`,
  );
}

function xmlResponse(status: number, requestId: string, body: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
