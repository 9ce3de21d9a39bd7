import type { LifecycleRule } from '@aws-sdk/client-s3';

/** Whether the rule is for all objects whose keys begin so, whatever their tags and sizes. */
export function coversAll(rule: LifecycleRule, beginning: string): boolean {
  const { And: together, ...alone } = withFilter(rule).Filter ?? {};
  const { Prefix = '', ...conditions } = { ...alone, ...together };
  return beginning.startsWith(Prefix) && Object.values(conditions).every((condition) => condition === undefined);
}

/**
 * The same rule, its prefix in a filter. S3 takes no rule that has its own prefix, as rules had before there were filters,
 * beside one with a filter: "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter."
 */
export function withFilter({ Prefix, ...rule }: LifecycleRule): LifecycleRule {
  return Prefix === undefined ? rule : { ...rule, Filter: { Prefix } };
}
