import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;

const HASH_CHARACTERS = 8;

/**
 * The regions of an account share its roles, so the region is part of the name. Where both together are too long, a hash
 * stands for the end of the function's name.
 */
export function roleNameFor({ name, region }: { name: string; region: string }): string {
  const whole = `${name}-${region}`;
  if (whole.length <= LONGEST_ROLE_NAME) return whole;
  const suffix = `-${createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARACTERS)}-${region}`;
  return name.slice(0, LONGEST_ROLE_NAME - suffix.length) + suffix;
}

/** What the roles of all functions over a table are called, as a pattern of IAM's: shortened ones as well. */
export function rolePattern(tableName: string, region: string): string {
  const kept = LONGEST_ROLE_NAME - HASH_CHARACTERS - region.length - 2;
  return `${`${tableName}-`.slice(0, kept)}*-${region}`;
}
