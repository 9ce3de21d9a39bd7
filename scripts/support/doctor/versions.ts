/** Whether a version, the first that a text has, is older than another. What has none is not. */
export function isOlder(text: string, than: string): boolean {
  const [version, other] = [numbersOf(text), numbersOf(than)];
  if (!version || !other) return false;
  const position = version.findIndex((number, index) => number !== other[index]);
  return position >= 0 && (version[position] ?? 0) < (other[position] ?? 0);
}

function numbersOf(text: string): number[] | undefined {
  return /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
}
