/** Whether a pattern of a policy's Action has the action in it. The case of letters does not matter to IAM. */
export const matchesAction = (pattern: string, action: string): boolean =>
  new RegExp(`^${sourceOf(pattern, '.')}$`, 'i').test(action);

/**
 * Whether a pattern of a policy's Resource has the resource in it: a wildcard stays within its segment of the ARN, but for a
 * `*` that ends one. In the name of the resource, which is the last segment, a colon is a character like others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(pattern: string, resource: string): boolean {
  const segments = pattern.split(':');
  const sources = [
    ...segments.slice(0, BEFORE_NAME).map((segment) => sourceOf(segment, '[^:]').replace(/\[\^:\]\*$/, '.*')),
    ...segments.slice(BEFORE_NAME).map((segment) => sourceOf(segment, '.')),
  ];
  return new RegExp(`^${sources.join(':')}$`).test(resource);
}

/** Segments of an ARN: `arn`, the partition, the service, the region, the account. */
const BEFORE_NAME = 5;

/** As a regular expression, in which a wildcard stands for such characters. */
const sourceOf = (pattern: string, character: string): string =>
  pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('?', character)
    .replaceAll('*', `${character}*`);
