import { type CiRight, STEPS } from '../../stacks/ci-role/right';
import { ciRights } from '../../stacks/ci-role/rights';
import { UNUSED_CI_RIGHTS } from './unused-ci-rights';

/** What a name in docs/permissions.md stands for is in the deployment's entry of deployments.ts. */
const PLACEHOLDERS = {
  deployment: {
    region: 'REGION',
    table: { name: 'TABLE', encryption: { kmsKeyArn: 'KEY-ARN' } },
    state: { kind: 's3', bucket: 'BUCKET', key: 'KEY' },
    functions: { memoryMegabytes: 128, timeoutSeconds: 1, logRetentionDays: 1 },
    alarmTopic: 'TOPIC',
  },
  place: { region: 'REGION', accountId: 'ACCOUNT' },
} as const;

/** The tables of docs/permissions.md: the rights by step, then those that no test's run uses. */
export function permissionsTables(): Record<string, string> {
  const rights = ciRights(PLACEHOLDERS.deployment, PLACEHOLDERS.place);
  const steps = STEPS.map((step) => [step, rightsTable(rights.filter((right) => right.step === step))]);
  return { ...Object.fromEntries(steps), unused: unusedTable() };
}

const rightsTable = (rights: readonly CiRight[]): string =>
  table(
    ['a plan needs', 'a deploy needs beside', 'on', 'why'],
    rights.map(({ plan, deploy, resources, condition, why }) => [
      codes(plan),
      codes(deploy),
      codes([...resources, ...(condition ? [JSON.stringify(condition)] : [])]),
      why,
    ]),
  );

const unusedTable = (): string =>
  table(
    ['right', 'used when'],
    Object.entries(UNUSED_CI_RIGHTS).map(([action, when]) => [codes([action]), when]),
  );

const codes = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join('<br>');

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
