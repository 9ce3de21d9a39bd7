import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { planSummary } from '../../.github/plan-summary';
import { pollUntil } from '../../local/poll';
import { scripts } from '../../package.json';
import { stackOf } from '../../stacks/stack';
import { leftFiles } from '../../stacks/terraform/left-behind';
import { temporaryFolder } from './support/temporary-folder';

const REPOSITORY = path.resolve(__dirname, '../..');

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, string | number>;
}

interface Job {
  uses?: string;
  environment?: string;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
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

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

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
    'plan production --json --quiet --out production.plan',
    'plan staging --json --quiet',
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

test('credentials last as long as any job that has them', () => {
  const { with: settings } = action.runs.steps.find(({ uses }) => uses?.includes('configure-aws-credentials')) ?? {};
  const longest = jobs.map(([, job]) => (job.permissions?.['id-token'] ? (job['timeout-minutes'] ?? Infinity) : 0));

  expect(Number(settings?.['role-duration-seconds'])).toBeGreaterThanOrEqual(Math.max(...longest) * 60);
});

test('two deploys of a deployment wait for one another, and none is cut off', () => {
  const deploying = jobs.filter(([, { steps = [] }]) => steps.some(({ run }) => run?.includes('./yarnw deploy ')));

  expect(deploying.map(([name]) => name)).toEqual(['deploy.yml: production', 'deploy.yml: staging'].sort().reverse());
  for (const [, { environment, concurrency }] of deploying) {
    expect(concurrency).toEqual({ group: `deploy-${environment}`, 'cancel-in-progress': false });
  }
});

test('a deploy is its step’s process, which is the only one that a cancelled job interrupts', () => {
  const deploys = steps.flatMap(({ run = '' }) => (run.includes('./yarnw deploy ') ? [run] : []));

  expect(deploys).toHaveLength(2);
  for (const run of deploys) expect(run).toMatch(/^exec \.\/yarnw deploy [^\n]+$/);
});

test('a plan is interrupted with its step, waited for, and its exit status kept', async () => {
  const script = steps.find(({ run = '' }) => run.includes('./yarnw plan staging'))?.run ?? '';
  const folder = temporaryFolder();
  const waiting = 'process.on("SIGINT", () => process.exit(130)); setInterval(() => {}, 1000); console.log("{}")';
  folder.write('yarnw', `#!${process.execPath}\n${waiting}\n`);
  chmodSync(path.join(folder.directory, 'yarnw'), 0o755);
  folder.write('.github/plan-summary.js', 'console.log(process.argv[2])');
  const step = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder.directory, stdio: 'ignore' });
  const isUnderWay = async () => readIfThere(path.join(folder.directory, 'plan.json')) === '{}\n';
  expect(await pollUntil(isUnderWay, 20_000)).toBe(true);

  step.kill('SIGINT');

  // The summary is made of whatever the plan has said, and its status is no success.
  expect(await once(step, 'exit')).toEqual([1, null]);
  expect(readIfThere(path.join(folder.directory, 'plan.md'))).toBe('plan.json\n');
  folder.remove();
});

test.each(['staging', 'production'])('what a deploy to %s could not save outlives its machine', (name) => {
  const { jobs: all } = (workflows.find(([file]) => file === 'deploy.yml') ?? [])[1] ?? { jobs: {} };
  const last = all[name]?.steps?.at(-1);
  const [unsaved] = leftFiles({ deploymentName: name, stack: stackOf('service') });

  expect(last?.if).toBe('failure() || cancelled()');
  const patterns = String(last?.with?.path).trim().split('\n');
  for (const file of [path.relative(REPOSITORY, unsaved), 'cdktf.out/stacks/service/errored.tfstate'])
    expect(
      patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`).test(file)),
    ).toBe(true);
  expect(last?.with).toMatchObject({ 'include-hidden-files': true, 'retention-days': 3 });
});

test('production is deployed in its own environment, with the plan that was kept for a day at most', () => {
  const { jobs: all } = (workflows.find(([name]) => name === 'deploy.yml') ?? [])[1] ?? { jobs: {} };
  const kept = all['plan-production']?.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
  const taken = all.production?.steps?.find(({ uses }) => uses?.startsWith('actions/download-artifact'));

  expect(all.production?.environment).toBe('production');
  expect(kept?.with).toMatchObject({ path: 'production.plan', 'retention-days': 1 });
  expect(taken?.with?.name).toBe(kept?.with?.name);
});

describe('a plan as people read it in a pull request', () => {
  const migration = {
    name: '20261101100000-name-users',
    phase: 'expand',
    writes: [{ change: 'put', count: 12 }],
    actions: [
      { kind: 'control-plane', summary: 'create index gsi2' },
      { kind: 'write', summary: 'put user#ada@example.com', after: { email: 'ada@example.com' } },
    ],
  };
  const terraform = [
    { stack: 'service', address: 'aws_sqs_queue.b', action: 'replace', forcedBy: ['name ("a" → "b")'] },
    { stack: 'service', address: 'aws_lambda_function.a', action: 'update' },
  ];

  test('tells what is lost last, and counts the items of a table without showing them', () => {
    const text = planSummary({
      ...{ deployment: 'staging', pending: true },
      bootstrap: ['stream: off → on'],
      migrations: [migration],
      terraform,
    });

    expect(text).toBe(
      [
        '**Plan for staging**\n',
        'The table and the state bucket:\n```\nstream: off → on\n```\n',
        'Migrations:\n```\n20261101100000-name-users (expand)\n  create index gsi2\n  12 × put\n```\n',
        'Terraform:\n```\nupdate  aws_lambda_function.a\nreplace aws_sqs_queue.b\n        forced by name ("a" → "b")\n```',
      ].join('\n'),
    );
  });

  test('says which migrations would fail, or may', () => {
    const planned = { phase: 'expand', writes: [], actions: [] };
    const migrations = [
      { ...planned, name: 'a', error: 'There is none.' },
      { ...planned, name: 'b', inexact: { error: 'There are two.' } },
    ];
    expect(planSummary({ deployment: 'staging', pending: true, migrations })).toContain(
      'a (expand)\n  fails: There is none.\nb (expand)\n  may fail: There are two.\n',
    );
  });

  test('says that there is nothing to change, and what failed', () => {
    const nothing = { deployment: 'staging', bootstrap: [], migrations: [], terraform: [] };
    expect(planSummary({ ...nothing, pending: false })).toBe('**Plan for staging**: nothing to change');
    expect(planSummary({ ...nothing, pending: true })).toBe('**Plan for staging**: outputs only');
    expect(planSummary({ error: { code: 'no-table', message: 'There is no table.' } })).toBe(
      '**The plan failed** (no-table)\n\n```\nThere is no table.\n```',
    );
  });
});
