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
 * A test of who asks: the very principal that is named, or for AWS principals any with `*`, which in the policy of a
 * resource stands for everyone, services too. Nobody asks: never.
 */
export function matchPrincipals(
  principals: readonly RequestPrincipal[],
  kind: 'trust' | 'resource',
): (principal: RequestPrincipal | undefined) => boolean {
  return (asking) =>
    asking !== undefined &&
    principals.some(({ type, identifier }) => {
      if (type === 'AWS' && identifier === '*') return kind === 'resource' || asking.type === 'AWS';
      return type === asking.type && identifier === asking.identifier;
    });
}
