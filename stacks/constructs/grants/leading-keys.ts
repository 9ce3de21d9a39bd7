import { Token } from 'cdktf';
import { StacksError } from '../../errors';
import type { Condition } from './statement';

/**
 * Holds for requests whose every partition key value fits one of these patterns, in which `*` stands for any characters and
 * `?` for one. For a Query of an index that is the value of the index's partition key.
 *
 * ForAllValues alone is also true for a request that has no such key, as a Scan or a statement of PartiQL without one: Null
 * asks for the key to be there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 *
 * @throws {StacksError} `leading-keys`: there is none, or one that IAM would not take
 */
export function onlyPartitions(patterns: readonly string[]): Condition {
  requirePatterns(patterns);
  return leadingKeys('ForAllValues:StringLike', patterns.map(asTerraformText));
}

/** Holds for requests of this one partition, in which no character stands for others. */
export const onlyPartition = (partitionKey: string): Condition =>
  leadingKeys('ForAllValues:StringEquals', [asTerraformText(partitionKey)]);

const LEADING_KEYS = 'dynamodb:LeadingKeys';

const leadingKeys = (operator: string, values: readonly string[]): Condition => ({
  [operator]: { [LEADING_KEYS]: [...new Set(values)].sort() },
  Null: { [LEADING_KEYS]: 'false' },
});

/** A policy variable is written as Terraform writes its own references; what already is one of those stays one. */
const asTerraformText = (text: string): string =>
  Token.isUnresolved(text) ? text : text.replaceAll('${', '$$${').replaceAll('%{', '%%{');

function requirePatterns(patterns: readonly string[]): void {
  if (patterns.length === 0) {
    throw new StacksError(
      'leading-keys',
      'leadingKeys is empty, so the grant would allow nothing. Name a partition, or leave it out for all of them.',
    );
  }
  const wrong = patterns.find((pattern) => !PATTERN.test(pattern));
  if (wrong === undefined) return;
  throw new StacksError(
    'leading-keys',
    `${JSON.stringify(wrong)} can't be one of leadingKeys: IAM takes 1 character or more, from U+0020 to U+00FF. ` +
      'Put ? in the place of another one, or * in the place of several.',
  );
}

/** What IAM takes in a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const PATTERN = /^[\u0020-\u00ff]+$/;
