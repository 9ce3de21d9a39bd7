import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import type { SynthesisedStack } from '../../../stacks/stack';
import type { NamedDeployment } from '../deployment';
import { ScriptsError } from '../errors';
import type { Target } from '../target';

/** What a plan was made for: another one of any of these needs another plan. The hashes are SHA-256 in hexadecimal. */
export interface PlanOrigin {
  deployment: string;
  /** Absent on `local`. */
  account?: string;
  /** Hash of the deployment's entry in deployments.ts: the settings of the table are not in the stacks. */
  declaration: string;
  /** Hash of the names and checksums of all migrations. */
  migrations: string;
  /** Hash of each stack, which has the hashes of its functions' code in it. */
  stacks: Record<string, string>;
}

export function originOf(
  { deploymentName, ...declaration }: NamedDeployment,
  { identity }: Pick<Target, 'identity'>,
  stacks: readonly SynthesisedStack[],
  migrations: readonly MigrationFile[],
): PlanOrigin {
  return {
    deployment: deploymentName,
    account: identity?.account,
    declaration: hashOf(JSON.stringify(declaration)),
    migrations: hashOf(JSON.stringify(migrations.map(({ name, checksum }) => [name, checksum()]))),
    stacks: Object.fromEntries(stacks.map(({ name, directory }) => [name, hashOf(readStack(directory))])),
  };
}

/**
 * The plan in `file` is for this deployment and this code; else nothing may be written.
 *
 * @throws {ScriptsError} `plan-of-other-deployment`, `plan-of-other-account`, `plan-of-other-migrations`,
 *   `plan-of-other-code`
 */
export function requireSameOrigin(file: string, planned: PlanOrigin, current: PlanOrigin): void {
  const remedy = `Nothing was changed. Make a plan for it: yarn plan ${current.deployment} --out FILE.`;
  const refuse = (code: string, difference: string) => {
    throw new ScriptsError(code, `${difference} ${remedy}`);
  };
  if (planned.deployment !== current.deployment) {
    refuse('plan-of-other-deployment', `${file} is a plan for ${planned.deployment}, not for ${current.deployment}.`);
  }
  if (planned.account !== current.account) {
    refuse('plan-of-other-account', `${file} was made in account ${planned.account}, and this is ${current.account}.`);
  }
  if (planned.migrations !== current.migrations) {
    refuse('plan-of-other-migrations', `${file} was made with other migrations than this checkout has.`);
  }
  if (planned.declaration !== current.declaration || !isSame(planned.stacks, current.stacks)) {
    refuse(
      'plan-of-other-code',
      `${file} was made for other code than this checkout has (functions, stacks or settings).`,
    );
  }
}

const isSame = (one: Record<string, string>, other: Record<string, string>): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

const readStack = (directory: string): Buffer => readFileSync(path.join(directory, 'cdk.tf.json'));

const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
