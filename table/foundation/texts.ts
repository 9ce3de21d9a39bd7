/**
 * How long a text is for people and for JSON Schema's `maxLength`: in Unicode's code points. JavaScript's `length` counts 😀
 * twice.
 */
export const countCharacters = (text: string): number => [...text].length;

/** A value as a message shows it: in quotes, escaped, and no longer than a line. */
export function excerpt(value: string): string {
  const characters = [...value];
  return JSON.stringify(characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : value);
}
