import { isRecord } from '../../json';
import { malformed } from './refusal';
import { toStrings } from './strings';

const types = ['Service', 'AWS', 'Federated'] as const;

/** Who asks to assume a role, or who may: `{ type: 'Service', identifier: 'lambda.amazonaws.com' }`. */
export interface RequestPrincipal {
  type: (typeof types)[number];
  identifier: string;
}

/** Reads the Principal element of a trust policy, or of a resource's. Throws `malformed-policy`. */
export function parsePrincipals(value: unknown, element: string): RequestPrincipal[] {
  // "*" is short for { "AWS": "*" }.
  if (value === '*') return [{ type: 'AWS', identifier: '*' }];
  if (!isRecord(value))
    throw malformed(
      element,
      value,
      'A policy of this kind names who it is for, as {"Service": "lambda.amazonaws.com"}.',
    );
  const principals = Object.entries(value).flatMap(([name, identifiers]) => {
    const type = types.find((known) => known === name);
    if (!type) throw malformed(`${element}.${name}`, identifiers, `A principal is one of ${types.join(', ')}.`);
    return toStrings(identifiers, `${element}.${name}`).map((identifier) => ({ type, identifier }));
  });
  if (principals.length === 0) throw malformed(element, value, 'It must not be empty.');
  return principals;
}

/**
 * A test of who asks: the very principal that is named. Nobody asks: never.
 *
 * `*` is any principal of AWS, and in the policy of a resource everyone, services too. An account that is named there
 * (its number, or its root) is everyone in it for a Deny; what an Allow gives to an account, its own policies have to
 * pass on, and these are evaluated for themselves. Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function matchPrincipals(
  principals: readonly RequestPrincipal[],
  statement: { kind: 'trust' | 'resource'; effect: 'Allow' | 'Deny' },
): (principal: RequestPrincipal | undefined) => boolean {
  const ofResource = statement.kind === 'resource';
  return (asking) =>
    asking !== undefined &&
    principals.some(({ type, identifier }) => {
      if (type === 'AWS' && identifier === '*') return ofResource || asking.type === 'AWS';
      if (type !== asking.type) return false;
      if (identifier === asking.identifier) return true;
      return ofResource && statement.effect === 'Deny' && isAccountOf(asking, identifier);
    });
}

function isAccountOf({ type, identifier }: RequestPrincipal, named: string): boolean {
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(named)?.[1];
  return type === 'AWS' && account !== undefined && identifier.split(':')[4] === account;
}
