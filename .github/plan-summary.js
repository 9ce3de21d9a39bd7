const { readFileSync } = require('node:fs');

/**
 * @typedef {object} PlanAnswer What `yarn plan --json` answers, as far as it is shown.
 * @property {string} [deployment]
 * @property {{ code: string, message: string }} [error]
 * @property {boolean} [pending]
 * @property {string[]} [bootstrap]
 * @property {{ name: string, phase: string, error?: string, inexact?: { error?: string }, writes: { change: string, count: number }[], actions: { kind: string, summary?: string }[] }[]} [migrations]
 * @property {{ stack: string, address: string, action: string, forcedBy?: string[] }[]} [terraform]
 */

/**
 * A plan as Markdown for a pull request and for the summary of a workflow. Who may read these need not be who may read the
 * table: the items that migrations would write are counted, and not shown.
 *
 * @param {PlanAnswer} plan
 */
function planSummary({ deployment = '', error, pending, bootstrap = [], migrations = [], terraform = [] }) {
  if (error) return `**The plan failed** (${error.code})\n\n${fenced([error.message])}`;
  const title = `**Plan for ${deployment}**`;
  if (!pending) return `${title}: nothing to change`;
  if (bootstrap.length + migrations.length + terraform.length === 0) return `${title}: outputs only`;
  const changes = [...terraform].sort((one, other) => weightOf(one.action) - weightOf(other.action));
  return [
    title,
    section('The table and the state bucket', bootstrap),
    section('Migrations', migrations.flatMap(describeMigration)),
    section('Terraform', changes.flatMap(describeChange)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** @param {NonNullable<PlanAnswer['migrations']>[number]} migration */
function describeMigration({ name, phase, error, inexact, writes, actions }) {
  const counted = writes.map(({ change, count }) => `  ${count} × ${change}`);
  const others = actions.filter(({ kind }) => kind === 'control-plane').map(({ summary }) => `  ${summary}`);
  const backfills = actions.filter(({ kind }) => kind === 'backfill').map(() => '  a backfill');
  const failures = [
    ...(error ? [`  fails: ${error}`] : []),
    ...(inexact?.error ? [`  may fail: ${inexact.error}`] : []),
  ];
  return [`${name} (${phase})`, ...others, ...counted, ...backfills, ...failures];
}

/** @param {NonNullable<PlanAnswer['terraform']>[number]} change */
function describeChange({ action, address, forcedBy = [] }) {
  return [`${action.padEnd(7)} ${address}`, ...forcedBy.map((attribute) => `        forced by ${attribute}`)];
}

/**
 * What takes something away stands last.
 *
 * @param {string} action
 */
const weightOf = (action) => ['replace', 'delete'].indexOf(action);

/** @param {string} title @param {string[]} lines */
const section = (title, lines) => (lines.length === 0 ? '' : `${title}:\n${fenced(lines)}`);

/** A comment takes 65,536 characters. @param {string[]} lines */
const fenced = (lines) => `\`\`\`\n${lines.join('\n').replaceAll('```', "'''").slice(-20_000)}\n\`\`\``;

module.exports = { planSummary };

if (require.main === module) {
  process.stdout.write(`${planSummary(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')))}\n`);
}
