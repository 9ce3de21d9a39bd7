/** From a moment to another one, in milliseconds since 1970. */
export interface Span {
  start: number;
  end: number;
}

/** Milliseconds in which at least one of the spans was under way. */
export function lengthOfUnion(spans: readonly Span[]): number {
  let length = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    length += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return length;
}
