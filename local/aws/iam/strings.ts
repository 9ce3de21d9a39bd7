import { malformed } from './refusal';

/**
 * One value or an array of them, as strings: IAM takes numbers and true and false without quotes too. Throws
 * `malformed-policy` for anything else.
 */
export function toStrings(value: unknown, element: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw malformed(element, value, 'It has to be a string or an array of strings.');
  });
}
