/** The text without its percent-encoding; with a malformed escape it stays as it was sent. */
export function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
