import type { Plan, PlannedChange } from '../../stacks/terraform/plan';
import type { Output } from './output';

/** The plan as a person reads it: a line for each resource, what is lost in red. */
export function showPlan({ pending, changes }: Plan, { say, styles }: Output): void {
  for (const { address, action, reason } of changes) {
    const { sign, style } = SIGNS[action] ?? { sign: '?', style: 'bold' };
    say(`  ${styles[style](`${sign} ${address}`)}${reason ? styles.dim(` (${reason.replaceAll('_', ' ')})`) : ''}`);
  }
  if (pending && changes.length === 0) say('  outputs only');
  say(pending ? summarise(changes) : 'Terraform has nothing to change.');
}

/** In the order in which they are counted. */
const SIGNS: Record<string, { sign: string; style: 'green' | 'yellow' | 'red'; word: string }> = {
  create: { sign: '+', style: 'green', word: 'create' },
  update: { sign: '~', style: 'yellow', word: 'change' },
  replace: { sign: '-/+', style: 'red', word: 'replace' },
  delete: { sign: '-', style: 'red', word: 'destroy' },
  move: { sign: '→', style: 'yellow', word: 'move' },
  import: { sign: '←', style: 'green', word: 'import' },
  // Terraform calls it so in its JSON, and elsewhere it forgets: the resource goes on existing.
  remove: { sign: '.', style: 'yellow', word: 'forget' },
  forget: { sign: '.', style: 'yellow', word: 'forget' },
};

function summarise(changes: readonly PlannedChange[]): string {
  const words = new Set(Object.values(SIGNS).map(({ word }) => word));
  const counted = [...words].map((word) => ({
    word,
    count: changes.filter(({ action }) => SIGNS[action]?.word === word).length,
  }));
  const parts = counted.filter(({ count }) => count > 0).map(({ word, count }) => `${count} to ${word}`);
  return `Terraform has ${parts.join(', ') || 'outputs to change'}.`;
}
