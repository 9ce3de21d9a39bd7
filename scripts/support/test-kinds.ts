import { spawnSync } from 'node:child_process';
import { availability } from '../../local/dynamodb/availability';
import { configuredKind } from '../../local/dynamodb/start';
import { terraformBinary } from '../../stacks/terraform/run';

/** A project of jest.config.js, and why it can't run on this machine, where it can't. */
interface TestKind {
  project: string;
  missing?: string;
}

export const KINDS = ['unit', 'local', 'e2e'] as const;

export type KindName = (typeof KINDS)[number];

/** The projects of Jest that belong to the kinds. LOCAL_DYNAMODB keeps the local tests to one way of starting it. */
export async function projectsOf(kinds: readonly KindName[]): Promise<TestKind[]> {
  const missing = kinds.some((kind) => kind !== 'unit') ? await availability() : {};
  const configured = configuredKind();
  const ways = (['docker', 'java'] as const).filter((way) => (configured ?? way) === way);
  const projects: Record<KindName, TestKind[]> = {
    unit: [{ project: 'unit' }],
    local: ways.map((way) => ({ project: `local (${way})`, missing: missing[way] })),
    e2e: [{ project: 'e2e', missing: missingForTerraform(missing) }],
  };
  return kinds.flatMap((kind) => projects[kind]);
}

function missingForTerraform({ docker, java }: { docker?: string; java?: string }): string | undefined {
  if (docker && java) return `DynamoDB Local can't be started: ${docker}; ${java}`;
  const { error } = spawnSync(terraformBinary(), ['-version'], { stdio: 'ignore' });
  return error && `there is no ${terraformBinary()} on the PATH`;
}
