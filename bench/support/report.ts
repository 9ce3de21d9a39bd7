import type { Measured, MeasuredContender } from './measurement';

/** The figures as lines of a table for a person. */
export function report(measured: Measured): string[] {
  const { title, contenders, rounds, loadAverage, notes } = measured;
  const rows = [HEADINGS, ...contenders.map((contender) => cellsOf(contender, measured))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => align(cell, column, widths[column] ?? 0)).join('  '));
  return [
    `${title} (rounds: ${rounds}, load average ${loadAverage.before} to ${loadAverage.after})`,
    ...lines.map((line) => `  ${line.trimEnd()}`),
    ...notes.map((note) => `  ${note}`),
  ];
}

const HEADINGS = ['', 'median', 'quartiles', 'beside it', 'goal'];

/** Names to the left, figures to the right, and what becomes of the goal to the left again. */
function align(cell: string, column: number, width: number): string {
  return column === 0 || column === HEADINGS.length - 1 ? cell.padEnd(width) : cell.padStart(width);
}

function cellsOf(contender: MeasuredContender, { comparison }: Measured): string[] {
  const { name, median, lowerQuartile, upperQuartile, compared, goal } = contender;
  return [
    name,
    milliseconds(median),
    `${milliseconds(lowerQuartile)} to ${milliseconds(upperQuartile)}`,
    compared === undefined ? 'the baseline' : format(compared, comparison),
    goal ? `at most ${format(goal.atMost, comparison)}: ${goal.met ? 'met' : 'missed'}` : '',
  ];
}

function format(value: number, comparison: Measured['comparison']): string {
  if (comparison === 'ratio') return `${value.toFixed(2)} times`;
  return `${milliseconds(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`;
}

/** Three digits, as many as the rounds make sure. */
const milliseconds = (value: number): string => `${value.toFixed(Math.abs(value) < 100 ? 1 : 0)} ms`;
