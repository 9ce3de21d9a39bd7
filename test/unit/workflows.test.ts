import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../../package.json';

const REPOSITORY = path.resolve(__dirname, '../..');

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, string>;
}

interface Job {
  uses?: string;
  environment?: string;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  permissions?: Record<string, string>;
  steps?: Step[];
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const read = (file: string): unknown =>
  parse(readFileSync(path.join(REPOSITORY, '.github', file), 'utf8'), { strict: true, uniqueKeys: true });

const workflows = readdirSync(path.join(REPOSITORY, '.github', 'workflows')).map(
  (name) => [name, read(`workflows/${name}`) as Workflow] as const,
);
const action = read('actions/prepare/action.yml') as { runs: { steps: Step[] } };
const jobs = workflows.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => [`${file}: ${name}`, job] as const),
);
const steps = [...jobs.flatMap(([, { steps = [] }]) => steps), ...action.runs.steps];

/** Each command of the repository's own that a step runs: its words after ./yarnw. */
const commands = steps
  .flatMap(({ run = '' }) => run.split('\n'))
  .flatMap((line) => {
    const [, words] = /\.\/yarnw ([^>|&;]+)/.exec(line) ?? [];
    return words === undefined ? [] : [words.replace(/\d$/, '').trim()];
  });

/** What a command says of itself, without what it loads for its work. */
function helpOf(command: string): string {
  const [program = '', ...words] = (scripts as Record<string, string>)[command]?.split(' ') ?? [];
  expect({ command, program }).toEqual({ command, program: 'node' });
  return spawnSync(process.execPath, [...words, '--help'], { cwd: REPOSITORY, encoding: 'utf8' }).stdout;
}

test('the workflows plan, deploy and test', () => {
  expect([...new Set(commands)].sort()).toEqual([
    '--version',
    'deploy production --plan production.plan --yes',
    'deploy staging --yes',
    'plan production --json --out production.plan',
    'plan staging --json',
    'test',
  ]);
});

test.each([...new Set(commands)].filter((words) => words !== '--version'))('yarn %s exists with its flags', (line) => {
  const [command = '', ...words] = line.split(' ');
  const help = helpOf(command);

  for (const flag of words.filter((word) => word.startsWith('--')))
    expect(help).toMatch(new RegExp(`^ +${flag}\\b`, 'm'));
});

test('each action is pinned to a commit, and its version stands beside it', () => {
  const used = workflows
    .map(([name]) => `workflows/${name}`)
    .concat('actions/prepare/action.yml')
    .flatMap((file) => readFileSync(path.join(REPOSITORY, '.github', file), 'utf8').split('\n'))
    .flatMap((line) => /uses: ([^.].*)$/.exec(line)?.[1] ?? []);

  expect(used.length).toBeGreaterThan(5);
  for (const one of used) expect(one).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(workflows)('%s may read the code, and a job no more than it needs', (_, { permissions, jobs }) => {
  expect(permissions).toEqual({ contents: 'read' });
  for (const { permissions: own = {}, environment } of Object.values(jobs)) {
    expect(Object.keys(own)).toEqual(expect.not.arrayContaining(['packages', 'deployments', 'checks', 'statuses']));
    expect(own.contents ?? 'read').toBe('read');
    // A token for AWS is for jobs that have an environment, which is what the roles trust.
    expect(own['id-token'] === 'write').toBe(environment !== undefined);
  }
});

test('credentials come by OIDC alone', () => {
  const text = JSON.stringify([workflows, action]);

  expect(text).not.toMatch(/aws-access-key-id|aws-secret-access-key|secrets\./i);
  expect(text).toContain('role-to-assume');
});

test('two deploys of a deployment wait for one another, and none is cut off', () => {
  const deploying = jobs.filter(([, { steps = [] }]) => steps.some(({ run }) => run?.includes('./yarnw deploy ')));

  expect(deploying.map(([name]) => name)).toEqual(['deploy.yml: production', 'deploy.yml: staging'].sort().reverse());
  for (const [, { environment, concurrency }] of deploying) {
    expect(concurrency).toEqual({ group: `deploy-${environment}`, 'cancel-in-progress': false });
  }
});

test('production is deployed in its own environment, with the plan that was kept for a day at most', () => {
  const { jobs: all } = (workflows.find(([name]) => name === 'deploy.yml') ?? [])[1] ?? { jobs: {} };
  const kept = all['plan-production']?.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
  const taken = all.production?.steps?.find(({ uses }) => uses?.startsWith('actions/download-artifact'));

  expect(all.production?.environment).toBe('production');
  expect(kept?.with).toMatchObject({ path: 'production.plan', 'retention-days': 1 });
  expect(taken?.with?.name).toBe(kept?.with?.name);
});
