import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { declaredDeployments } from '../../bootstrap/declared-deployments';
import { REPOSITORY } from '../../stacks/stack';
import type { Deployment } from '../../table/deployment';
import type { BenchContext } from '../context';
import { runProcess } from '../support/run-process';

/** A copy of this checkout, with local services and a state of its own, in which things are deployed for the first time. */
export interface BenchCheckout {
  directory: string;
  /** As if nothing had been done in it yet, but that its services run. */
  startAnew(): Promise<void>;
  /** The address of its stand-in for AWS. */
  standIn(): string;
  /** Runs `./yarnw <words>` in it. */
  yarnw(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<string>;
  remove(): Promise<void>;
}

/** The deployment that plays one in an account, whose stand-in is that of the same checkout. */
export const ACCOUNT = 'account';

export function createBenchCheckout({ signal }: BenchContext): BenchCheckout {
  const parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'groundwork-bench-')));
  const directory = path.join(parent, 'checkout');
  cpSync(REPOSITORY, directory, { recursive: true, filter: isOfRepository });
  for (const shared of ['node_modules', '.yarn']) {
    symlinkSync(path.join(REPOSITORY, shared), path.join(directory, shared));
  }
  writeFileSync(path.join(directory, 'deployments.ts'), declare(declaredDeployments().local as Deployment));
  const run = (words: readonly string[], environment: NodeJS.ProcessEnv, until = signal) =>
    runProcess(process.execPath, [path.join(directory, 'yarnw'), ...words], {
      cwd: directory,
      environment: { ...withoutAws(process.env), ...environment },
      signal: until,
    });
  return {
    directory,
    yarnw: (words, environment = {}) => run(words, environment),
    startAnew: async () => {
      await run(['local', 'reset'], {});
      for (const made of ['.groundwork', 'cdktf.out'])
        rmSync(path.join(directory, made), { recursive: true, force: true });
      await run(['local', 'up'], {});
    },
    standIn: () => JSON.parse(readFileSync(path.join(directory, '.local', 'services.json'), 'utf8')).gateway.endpoint,
    remove: async () => {
      // After Ctrl-C too: what was started ends.
      await run(['local', 'down'], {}, new AbortController().signal);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** What a person has set for an account, or for another table, has no business here. */
const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(AWS_.*|TABLE_NAME|MIGRATIONS_DIR|DEPLOYMENT)$/.test(name)),
  );

/** All but what is made in it, and the packages, which are linked. */
const isOfRepository = (file: string): boolean => !MADE.includes(path.relative(REPOSITORY, file));

const MADE = ['node_modules', '.yarn', '.git', '.local', '.groundwork', 'cdktf.out', 'coverage'];

/** `local` as it is, and the same in an account, with its state in a bucket. */
function declare(local: Deployment): string {
  const account: Deployment = {
    ...local,
    // DynamoDB Local has no backups.
    table: { ...local.table, name: 'groundwork-bench', pointInTimeRecovery: false },
    state: { kind: 's3', bucket: 'groundwork-bench-terraform-state', key: 'groundwork' },
  };
  return `export const deployments = ${JSON.stringify({ local, [ACCOUNT]: account }, null, 2)};\n`;
}
