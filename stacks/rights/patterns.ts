import { type ColonRule, compilePattern, parsePattern } from '../../local/aws/iam/pattern';

/** Whether a pattern of a policy's Action has the action in it. The case of letters does not matter to IAM. */
export const matchesAction = (pattern: string, action: string): boolean =>
  matches('Action', pattern, action, { colons: 'free', ignoreCase: true });

/** Whether a pattern of a policy's Resource has the resource in it, as the stand-in judges it. */
export const matchesResource = (pattern: string, resource: string): boolean =>
  matches('Resource', pattern, resource, { colons: 'resource' });

/** What stands for a value of the request, `${…}`, has been put in by then. */
function matches(
  element: string,
  pattern: string,
  value: string,
  options: { colons: ColonRule; ignoreCase?: boolean },
): boolean {
  return compilePattern(parsePattern(pattern, { variables: false, wildcards: true, element }), options)(
    value,
    new Map(),
  );
}
