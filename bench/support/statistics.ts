/** The value that half of the samples are not above, and those for a quarter and three quarters of them. */
export interface Spread {
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
}

/** Median and quartiles, which a few rounds that something else disturbed do not move. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((one, other) => one - other);
  return {
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
  };
}

/** Between two samples, in proportion: the definition that spreadsheets and R have by default. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
