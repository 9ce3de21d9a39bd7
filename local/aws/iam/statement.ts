import { isRecord } from '../../json';
import type { ConditionScope } from './condition-keys';
import { type Condition, parseConditions } from './conditions';
import type { RequestContext } from './context';
import { compilePattern, type Pattern, parsePattern, variablesOf } from './pattern';
import type { PolicyKind } from './policy';
import { malformed } from './refusal';
import { toStrings } from './strings';
import { matchPrincipals, parsePrincipals, type RequestPrincipal } from './trust';

/** One statement of a policy, as tests that a request has to pass for the statement to apply to it. */
export interface Statement {
  /** Its Sid. */
  readonly identifier: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: (resource: string, context: RequestContext) => boolean;
  readonly matchesPrincipal: (principal: RequestPrincipal | undefined) => boolean;
  readonly conditions: readonly Condition[];
  /** Lower-case names of the context keys that it reads. */
  readonly contextKeys: readonly string[];
}

interface StatementOptions {
  kind: PolicyKind;
  /** Policy variables are replaced: Version 2012-10-17. */
  variables: boolean;
  element: string;
}

const elements: Record<PolicyKind, readonly string[]> = {
  identity: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  trust: ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Condition'],
  resource: ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
};

/** Checks one statement. Throws `malformed-policy` and `unsupported-policy`, as parsePolicy says. */
export function parseStatement(value: unknown, options: StatementOptions): Statement {
  const { kind, element } = options;
  if (!isRecord(value)) throw malformed(element, value, 'A statement has to be an object.');
  for (const name of Object.keys(value)) {
    if (!elements[kind].includes(name)) {
      throw malformed(
        `${element}.${name}`,
        value[name],
        `A statement of this kind of policy has these elements: ${elements[kind].join(', ')}.`,
      );
    }
  }
  const effect = parseEffect(value.Effect, element);
  const actions = parseActions(value, options);
  const resources = kind === 'trust' ? undefined : parseResources(value, options);
  const principals =
    kind === 'identity' ? undefined : { kind, named: parsePrincipals(value.Principal, `${element}.Principal`) };
  const conditions =
    value.Condition === undefined
      ? []
      : parseConditions(value.Condition, {
          element: `${element}.Condition`,
          variables: options.variables,
          scope: conditionScope(kind, actions, principals?.named),
        });
  return {
    identifier: parseIdentifier(value.Sid, options),
    effect,
    matchesAction: actions.matches,
    matchesResource: resources?.matches ?? (() => true),
    matchesPrincipal: principals ? matchPrincipals(principals.named, { kind: principals.kind, effect }) : () => true,
    conditions,
    contextKeys: [...conditions.flatMap((condition) => [...condition.contextKeys]), ...(resources?.variables ?? [])],
  };
}

/** SQS and SNS take any text, as in SNS's own `__default_statement_ID`. */
function parseIdentifier(value: unknown, { element, kind }: StatementOptions): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && (kind === 'resource' || /^[0-9A-Za-z]*$/.test(value))) return value || undefined;
  throw malformed(`${element}.Sid`, value, 'IAM takes letters A to Z and digits only.');
}

function parseEffect(value: unknown, element: string): 'Allow' | 'Deny' {
  if (value === 'Allow' || value === 'Deny') return value;
  throw malformed(`${element}.Effect`, value, 'It has to be "Allow" or "Deny".');
}

interface Actions {
  matches: (action: string) => boolean;
  vendors: readonly string[];
  negated: boolean;
}

function parseActions(statement: Record<string, unknown>, { element, kind }: StatementOptions): Actions {
  const { texts, negated, name } = oneOf(statement, 'Action', 'NotAction', element);
  const tests = texts.map((text) => {
    if (text !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(text)) {
      throw malformed(name, text, 'An action is "*" or written service:Action, with wildcards after the colon only.');
    }
    if (kind === 'trust' && !text.toLowerCase().startsWith('sts:')) {
      throw malformed(name, text, "A role's trust policy takes actions of sts only.");
    }
    const pattern = parsePattern(text, { variables: false, wildcards: true, element: name });
    return compilePattern(pattern, { colons: 'free', ignoreCase: true });
  });
  const noContext: RequestContext = new Map();
  return {
    matches: (action) => tests.some((test) => test(action, noContext)) !== negated,
    vendors: texts.map((text) => (text === '*' ? '*' : (text.split(':')[0] ?? '').toLowerCase())),
    negated,
  };
}

interface Resources {
  matches: (resource: string, context: RequestContext) => boolean;
  variables: readonly string[];
}

function parseResources(statement: Record<string, unknown>, { element, variables }: StatementOptions): Resources {
  const { texts, negated, name } = oneOf(statement, 'Resource', 'NotResource', element);
  const patterns = texts.map((text) => parseResource(text, { variables, element: name }));
  const tests = patterns.map((pattern) => compilePattern(pattern, { colons: 'resource' }));
  return {
    matches: (resource, context) => tests.some((test) => test(resource, context)) !== negated,
    variables: patterns.flatMap(variablesOf),
  };
}

function parseResource(text: string, options: { variables: boolean; element: string }): Pattern {
  const pattern = parsePattern(text, { ...options, wildcards: true });
  if (text === '*') return pattern;
  if (!/^arn:[^:]+:[^:*?]+:/.test(text)) {
    throw malformed(options.element, text, 'A resource is "*" or an ARN whose service is written without wildcards.');
  }
  // IAM replaces variables in the resource's own name only, after the fifth colon.
  if (options.variables && /^([^:]*:){0,4}[^:]*\$\{[^*?$]/.test(text)) {
    throw malformed(options.element, text, 'A policy variable can only stand after the fifth colon of an ARN.');
  }
  return pattern;
}

function oneOf(
  statement: Record<string, unknown>,
  name: string,
  negatedName: string,
  element: string,
): { texts: string[]; negated: boolean; name: string } {
  const negated = statement[name] === undefined;
  const chosen = `${element}.${negated ? negatedName : name}`;
  const value = statement[negated ? negatedName : name];
  if (value === undefined) throw malformed(`${element}.${name}`, value, `A statement needs ${name} or ${negatedName}.`);
  if (!negated && statement[negatedName] !== undefined) {
    throw malformed(
      `${element}.${negatedName}`,
      statement[negatedName],
      `A statement has ${name} or ${negatedName}, not both.`,
    );
  }
  const texts = toStrings(value, chosen);
  if (texts.length === 0) throw malformed(chosen, value, 'It must not be empty.');
  return { texts, negated, name: chosen };
}

function conditionScope(
  kind: PolicyKind,
  actions: Actions,
  principals: readonly RequestPrincipal[] | undefined,
): ConditionScope {
  if (kind === 'resource') return 'resource';
  return principals ? trustScope(principals) : identityScope(actions);
}

/** The services whose calls by a role are evaluated. */
const evaluatedServices = ['dynamodb', 'sqs', 'sns'];

/**
 * A statement that cannot apply to a call that is evaluated may use any key, such as kms:ViaService or
 * cloudwatch:namespace, and is left out of account.
 */
function identityScope({ vendors, negated }: Actions): ConditionScope {
  const applies = negated || vendors.some((vendor) => vendor === '*' || evaluatedServices.includes(vendor));
  return applies ? 'identity' : 'none';
}

/** Only services assume roles here; who else a role trusts, and when, is never evaluated. */
function trustScope(principals: readonly RequestPrincipal[]): ConditionScope {
  return principals.some((principal) => principal.type === 'Service') ? 'service trust' : 'none';
}
