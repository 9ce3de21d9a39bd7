import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;

/**
 * The regions of an account share its roles, so the region is part of the name. Where both together are too long, a hash
 * stands for the end of the function's name.
 */
export function roleNameFor({ name, region }: { name: string; region: string }): string {
  const whole = `${name}-${region}`;
  if (whole.length <= LONGEST_ROLE_NAME) return whole;
  const suffix = `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}-${region}`;
  return name.slice(0, LONGEST_ROLE_NAME - suffix.length) + suffix;
}
