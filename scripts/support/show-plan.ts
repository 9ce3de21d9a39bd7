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

const SIGNS: Record<string, { sign: string; style: 'green' | 'yellow' | 'red' }> = {
  create: { sign: '+', style: 'green' },
  update: { sign: '~', style: 'yellow' },
  replace: { sign: '-/+', style: 'red' },
  delete: { sign: '-', style: 'red' },
};

function summarise(changes: readonly PlannedChange[]): string {
  const count = (action: PlannedChange['action']) => changes.filter((change) => change.action === action).length;
  const parts = [
    `${count('create')} to create`,
    `${count('update')} to change`,
    `${count('replace')} to replace`,
    `${count('delete')} to destroy`,
  ];
  return `Terraform has ${parts.filter((part) => !part.startsWith('0')).join(', ') || 'outputs to change'}.`;
}
