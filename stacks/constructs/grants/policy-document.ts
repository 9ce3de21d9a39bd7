import { StacksError } from '../../errors';
import { mergeStatements } from './merge-statements';
import type { Statement } from './statement';

/** An inline policy's document. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: mergeStatements(statements) });

/**
 * Characters of all inline policies of a role together, white space not counted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_POLICY_CHARACTERS = 10_240;

/**
 * Refuses what would be too large for a role, before Terraform comes to it. The ARNs of resources are not known yet: each is
 * counted with the length of the longest.
 *
 * @throws {StacksError} `policy-too-large`
 */
export function requireRoomFor(documents: readonly string[], functionName: string): void {
  const characters = documents
    .map((document) => document.replaceAll(REFERENCE, LONGEST_ARN).length)
    .reduce((sum, length) => sum + length, 0);
  if (characters <= INLINE_POLICY_CHARACTERS) return;
  throw new StacksError(
    'policy-too-large',
    `The inline policies of the function ${functionName} may come to ${characters} characters, and IAM takes ` +
      `${INLINE_POLICY_CHARACTERS} for a role. Grant it fewer leading keys and indexes, or share its work out among functions.`,
  );
}

/** A token of CDKTF's, or the reference that Terraform finds in its place. A `$${` is text, and no reference. */
const REFERENCE = /(?<!\$)\$\{[^}]*\}/g;

/** That of the stream of a table whose name has 255 characters. */
const LONGEST_ARN = `arn:aws-us-gov:dynamodb:us-gov-west-1:000000000000:table/${'x'.repeat(255)}/stream/2026-01-01T00:00:00.000`;
