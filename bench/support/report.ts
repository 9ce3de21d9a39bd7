import type { Measured, MeasuredContender } from './measurement';
import { UNITS } from './units';

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

function cellsOf(contender: MeasuredContender, measured: Measured): string[] {
  const { name, median, lowerQuartile, upperQuartile, compared } = contender;
  const { format } = UNITS[measured.unit];
  return [
    name,
    format(median),
    `${format(lowerQuartile)} to ${format(upperQuartile)}`,
    compared === undefined ? 'the baseline' : formatComparison(compared, measured),
    describeGoal(contender, measured),
  ];
}

function formatComparison(value: number, { comparison, unit }: Measured): string {
  if (comparison === 'ratio') return `${value.toFixed(2)} times`;
  return `${UNITS[unit].format(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`;
}

function describeGoal({ goal }: MeasuredContender, measured: Measured): string {
  if (!goal) return '';
  const [bound, value] = 'atMost' in goal ? ['at most', goal.atMost] : ['at least', goal.atLeast];
  const wanted = measured.goalsOf === 'median' ? UNITS[measured.unit].format(value) : formatComparison(value, measured);
  return `${bound} ${wanted}: ${goal.met ? 'met' : 'missed'}`;
}
