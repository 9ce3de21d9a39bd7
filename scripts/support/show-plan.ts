import type { Plan, PlannedChange } from '../../stacks/terraform/plan';
import type { Output } from './output';

/** The plan as a person reads it: a row for each resource, what is lost last, in red, with what forces it below. */
export function showPlan({ pending, changes }: Plan, { say, styles }: Output): void {
  const rows = [...changes].sort((one, other) => weightOf(one) - weightOf(other));
  const width = Math.max(0, ...rows.map(({ action }) => wordsOf(action).length));
  for (const { address, action, reason, forcedBy = [] } of rows) {
    const why = reason ? styles.dim(` (${reason.replaceAll('_', ' ')})`) : '';
    say(`  ${styles[kindOf(action).style](`${wordsOf(action).padEnd(width)}  ${address}`)}${why}`);
    for (const attribute of forcedBy) say(`  ${''.padEnd(width)}    forced by ${attribute}`);
  }
  if (pending && changes.length === 0) say('  outputs only');
  say(pending ? summarise(changes) : 'Terraform has nothing to change.');
}

interface Kind {
  sign: string;
  style: 'green' | 'yellow' | 'red' | 'bold';
  word: string;
}

/** In the order in which they are shown and counted: what takes something away stands last, next to the question. */
const KINDS: Record<string, Kind> = {
  create: { sign: '+', style: 'green', word: 'create' },
  import: { sign: '←', style: 'green', word: 'import' },
  update: { sign: '~', style: 'yellow', word: 'change' },
  move: { sign: '→', style: 'yellow', word: 'move' },
  // Terraform calls it so in its JSON, and elsewhere it forgets: the resource goes on existing.
  remove: { sign: '.', style: 'yellow', word: 'forget' },
  forget: { sign: '.', style: 'yellow', word: 'forget' },
  replace: { sign: '-/+', style: 'red', word: 'replace' },
  delete: { sign: '-', style: 'red', word: 'destroy' },
};

const kindOf = (action: string): Kind => KINDS[action] ?? { sign: '?', style: 'bold', word: action };

function wordsOf(action: string): string {
  const { sign, word } = kindOf(action);
  return `${sign.padEnd(3)} ${word}`;
}

const weightOf = ({ action }: PlannedChange): number => Object.keys(KINDS).indexOf(action);

function summarise(changes: readonly PlannedChange[]): string {
  const words = new Set(Object.values(KINDS).map(({ word }) => word));
  const counted = [...words].map((word) => ({
    word,
    count: changes.filter(({ action }) => kindOf(action).word === word).length,
  }));
  const parts = counted.filter(({ count }) => count > 0).map(({ word, count }) => `${count} to ${word}`);
  return `Terraform has ${parts.join(', ') || 'outputs to change'}.`;
}
