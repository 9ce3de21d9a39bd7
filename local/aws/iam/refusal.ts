import { LocalError } from '../../errors';

/**
 * The error for a policy that IAM itself would not take. `element` is the place in the document, as
 * `Statement[0].Action`. Code `malformed-policy`, which the IAM stand-in answers as MalformedPolicyDocument.
 */
export function malformed(element: string, value: unknown, reason: string): LocalError {
  return new LocalError('malformed-policy', `Malformed policy: ${element} is ${show(value)}. ${reason}`);
}

/**
 * The error for a policy that IAM might take, but whose effect the local evaluator does not know: it is refused when it
 * is put, so that nothing is ever allowed or denied by a guess. Code `unsupported-policy`.
 */
export function unsupported(element: string, value: unknown, reason: string): LocalError {
  return new LocalError(
    'unsupported-policy',
    `The local stand-in for AWS cannot evaluate this policy: ${element} is ${show(value)}. ${reason}`,
  );
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'missing';
}
