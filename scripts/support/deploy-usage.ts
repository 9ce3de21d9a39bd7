import { type Flag, type Invocation, wrongUsage } from './command';
import { MIGRATION_FLAGS } from './migration-run';

export const DEPLOY_FLAGS = {
  yes: { type: 'boolean', description: 'answers yes where it would ask' },
  plan: {
    type: 'string',
    value: 'FILE',
    isPath: true,
    description: 'applies the plan that yarn plan --out FILE made, and no other',
  },
  'only-code': { type: 'boolean', description: 'without bootstrap, if nothing of it is pending' },
  ref: { type: 'string', value: 'REF', description: 'deploys that commit, branch or tag in place of this checkout' },
  ...MIGRATION_FLAGS,
} satisfies Record<string, Flag>;

type DeployUsage = Pick<Invocation<keyof typeof DEPLOY_FLAGS | 'json' | 'quiet' | 'verbose'>, 'flags' | 'has'>;

/**
 * @throws {UsageError} `wrong-usage`
 */
export function requireCompatibleFlags({ flags, has }: DeployUsage): void {
  const { plan, ref, migrations } = flags;
  const refuse = (reason: string) => {
    throw wrongUsage({ name: 'deploy' }, reason);
  };
  if (ref !== undefined && plan !== undefined) {
    refuse('--ref and --plan name two different codes: check out the commit that the plan was made for.');
  }
  if (ref !== undefined && migrations !== undefined)
    refuse('--ref takes the migrations of its commit: leave out --migrations.');
  if (plan !== undefined && has('only-code'))
    refuse('--plan and --only-code: a plan is code alone where nothing is pending.');
}

/** The words that the deploy of another commit is given: older code may not know `--ref`. */
export function wordsWithoutRef({ flags, has }: DeployUsage): string[] {
  const booleans = (['yes', 'only-code', 'no-wait', 'allow-out-of-order', 'json', 'quiet', 'verbose'] as const).filter(
    has,
  );
  return [...booleans.map((name) => `--${name}`), ...(flags.wait === undefined ? [] : [`--wait=${flags.wait}`])];
}
