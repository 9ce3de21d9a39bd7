import type { SynthesisedStack } from '../../../stacks/stack';
import { withCheckoutLock } from '../checkout-lock';
import type { ExitStatus, Invocation } from '../command';
import { loadDeployment } from '../deployment';
import { migrationsOf } from '../migration-run';
import { synthesise } from '../synthesise';
import { examineRights } from './caller-rights';
import type { DoctorContext, ReachedContext } from './context';
import { describeFindings } from './describe-findings';
import { findTarget } from './find-target';
import { type Finding, statusOf } from './finding';
import { examineIndexes } from './indexes';
import { examineKeptFiles } from './kept-files';
import { examineLedger } from './ledger';
import { examineProvider } from './provider';
import { examineReality } from './reality';
import { type Check, runChecks } from './run-check';
import { examineState } from './state';
import { examineStateBucket } from './state-bucket';
import { examineTable } from './table';
import { examineTools } from './tools';

type DoctorInvocation = Invocation<'verbose' | 'migrations'>;

/** What needs no account and no service. */
const HERE: readonly Check<DoctorContext>[] = [
  { area: 'tools', examine: examineTools },
  { area: 'tools', examine: examineProvider },
  { area: 'kept files', examine: examineKeptFiles },
];

const OF_TABLE: readonly Check<ReachedContext>[] = [
  { area: 'table', examine: examineTable },
  { area: 'indexes', examine: examineIndexes },
  { area: 'migrations', examine: examineLedger },
];

const OF_SERVICES: readonly Check<ReachedContext>[] = [
  { area: 'state', examine: examineStateBucket },
  { area: 'state', examine: examineState },
  { area: 'resources', examine: examineReality },
  { area: 'rights', examine: examineRights },
];

/**
 * Examines a deployment as it stands: what is installed, reachable, allowed and drifted. Starts nothing and writes nothing
 * there; 0 where all is well, 2 where something has drifted, 1 where something is broken.
 */
export function doctorDeployment(invocation: DoctorInvocation): Promise<ExitStatus> {
  const [name] = invocation.arguments;
  const deployment = loadDeployment(name);
  const { output, signal } = invocation;
  return withCheckoutLock(invocation, async () => {
    const context = contextOf(invocation, deployment);
    const findings = await output.during(`Examining ${deployment.deploymentName}`, () => examine(context, signal));
    for (const line of describeFindings(findings, output.styles)) output.say(line);
    const status = statusOf(findings);
    output.result({ deployment: deployment.deploymentName, findings });
    return status;
  });
}

/** What is here is looked at before Terraform gets to work, which may bring what was missing. */
async function examine(context: DoctorContext, signal: AbortSignal): Promise<Finding[]> {
  const [here, { findings, target, hasServices }] = await Promise.all([
    runChecks(HERE, context, signal),
    findTarget(context),
  ]);
  if (!target) return [...here, ...findings];
  const checks = hasServices ? [...OF_TABLE, ...OF_SERVICES] : OF_TABLE;
  try {
    return [...here, ...findings, ...(await runChecks(checks, { ...context, target }, signal))];
  } finally {
    target.client.destroy();
  }
}

function contextOf(invocation: DoctorInvocation, deployment: DoctorContext['deployment']): DoctorContext {
  // The checks run side by side, and what each of them would say meanwhile is nobody's question.
  const output = {
    ...invocation.output,
    say: () => {},
    during: <Result>(_: string, work: () => Promise<Result>) => work(),
  };
  const quiet = { ...invocation, output, has: () => false };
  let stacks: Promise<SynthesisedStack[]> | undefined;
  return {
    deployment,
    invocation: quiet,
    migrations: () => migrationsOf(invocation),
    stacks: () => {
      stacks ??= synthesise(deployment, quiet);
      return stacks;
    },
  };
}
