import { isRecord } from '../../json';
import { malformed } from './refusal';
import { parseStatement, type Statement } from './statement';

/** A policy that has been checked, ready to be evaluated. */
export interface Policy {
  readonly statements: readonly Statement[];
  /** Lower-case names of all context keys that it reads: only these have to be found out for a request. */
  readonly contextKeys: ReadonlySet<string>;
}

/** `identity`: what a role may do. `trust`: who may assume a role. `resource`: who may do what with a queue or a topic. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

const elements = ['Version', 'Id', 'Statement'];

/**
 * Checks a policy document and makes it ready for evaluation. What the evaluator does not understand is refused here,
 * when the policy is put, and never guessed at when a request comes.
 *
 * Throws LocalError: `malformed-policy` for what IAM would refuse too, `unsupported-policy` for what IAM might take but
 * whose effect is not known here. Both name the element and its value.
 */
export function parsePolicy(document: string, kind: PolicyKind): Policy {
  const root = parseDocument(document);
  for (const name of Object.keys(root)) {
    if (!elements.includes(name))
      throw malformed(name, root[name], `A policy has these elements: ${elements.join(', ')}.`);
  }
  if (root.Id !== undefined && typeof root.Id !== 'string') throw malformed('Id', root.Id, 'It has to be a string.');
  const statements = parseStatements(root.Statement, { kind, variables: supportsVariables(root.Version) });
  return { statements, contextKeys: new Set(statements.flatMap((statement) => [...statement.contextKeys])) };
}

function parseDocument(document: string): Record<string, unknown> {
  // The range that IAM documents for every policyDocument parameter: tab, line feed, carriage return, U+0020 to U+00FF.
  const refused = /[^\t\n\r\u0020-\u00ff]/u.exec(document);
  if (refused) throw malformed('the document', refused[0], 'IAM takes characters from U+0020 to U+00FF only.');
  let root: unknown;
  try {
    root = JSON.parse(document);
  } catch (error) {
    throw malformed('the document', document, `It has to be JSON: ${String(error)}`);
  }
  if (!isRecord(root)) throw malformed('the document', root, 'It has to be an object.');
  return root;
}

/** Without a Version IAM takes 2008-10-17, in which `${…}` is text and no variable. */
function supportsVariables(version: unknown): boolean {
  if (version === '2012-10-17') return true;
  if (version === undefined || version === '2008-10-17') return false;
  throw malformed('Version', version, 'It has to be "2012-10-17" or "2008-10-17".');
}

function parseStatements(value: unknown, options: { kind: PolicyKind; variables: boolean }): Statement[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw malformed('Statement', value, 'A policy needs a statement.');
  const identifiers = new Set<string>();
  return list.map((item, index) => {
    const element = Array.isArray(value) ? `Statement[${index}]` : 'Statement';
    const statement = parseStatement(item, { ...options, element });
    if (statement.identifier !== undefined) {
      if (identifiers.has(statement.identifier)) {
        throw malformed(`${element}.Sid`, statement.identifier, 'Each Sid may be used only once in a policy.');
      }
      identifiers.add(statement.identifier);
    }
    return statement;
  });
}
