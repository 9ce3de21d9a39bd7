import type { ContextEntry, EvaluationResult } from '@aws-sdk/client-iam';
import type { Identity } from '../identity';
import type { ReachedContext } from './context';
import { broken, type Found, note, well } from './finding';
import { readOnlyProbes } from './read-only-probes';
import { type StepRights, stepRights } from './step-rights';

type IamModule = typeof import('@aws-sdk/client-iam');
type IAMClient = InstanceType<IamModule['IAMClient']>;

/**
 * What the caller may do, step by step, as IAM itself evaluates it (SimulatePrincipalPolicy). Where the caller may not
 * ask, or what answers has no such call, what can be read is read, and the rest is not tested: nothing is ever written.
 */
export async function examineRights(context: ReachedContext): Promise<Found[]> {
  const { deployment, target } = context;
  const { identity } = target;
  if (!identity) return [];
  const iam = require('@aws-sdk/client-iam') as IamModule;
  const client = new iam.IAMClient({ region: deployment.region, maxAttempts: 2 });
  const steps = stepRights(deployment, identity);
  try {
    const source = await principalOf(identity, iam, client);
    return await Promise.all(steps.map((step) => simulate(step, source, iam, client)));
  } catch (error) {
    return [...(await readOnlyProbes(context, iam, client)), notTested(steps, error as Error)];
  } finally {
    client.destroy();
  }
}

/** Policies belong to the role that a session was made from, whose path the session's ARN does not tell. */
async function principalOf({ arn }: Identity, iam: IamModule, client: IAMClient): Promise<string> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (RoleName === undefined) return arn;
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
  return Role?.Arn ?? arn;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
async function simulate(
  { step, actions, resources, context }: StepRights,
  source: string,
  iam: IamModule,
  client: IAMClient,
): Promise<Found> {
  const denied: string[] = [];
  const pages = iam.paginateSimulatePrincipalPolicy(
    { client },
    {
      PolicySourceArn: source,
      ActionNames: [...actions],
      ResourceArns: [...resources],
      ContextEntries: context && entriesOf(context),
    },
  );
  for await (const { EvaluationResults = [] } of pages) denied.push(...EvaluationResults.flatMap(denialsIn));
  if (denied.length === 0) return well(`${step}: all ${actions.length} actions that were tried are allowed`);
  return broken(`${step}: not allowed: ${denied.join(', ')}`, `Allow ${source} these; docs/permissions.md lists all.`);
}

const entriesOf = (context: NonNullable<StepRights['context']>): ContextEntry[] =>
  Object.entries(context).map(([name, values]) => ({
    ContextKeyName: name,
    ContextKeyValues: [...values],
    ContextKeyType: 'string',
  }));

/** Resource by resource where IAM tells it so: the result as a whole may then name a template of an ARN. */
function denialsIn({
  EvalActionName,
  EvalResourceName,
  EvalDecision,
  ResourceSpecificResults = [],
}: EvaluationResult): string[] {
  const whole = { EvalResourceName, EvalResourceDecision: EvalDecision };
  const decisions = ResourceSpecificResults.length > 0 ? ResourceSpecificResults : [whole];
  return decisions
    .filter(({ EvalResourceDecision }) => EvalResourceDecision !== 'allowed')
    .map((one) => `${EvalActionName} on ${one.EvalResourceName} (${one.EvalResourceDecision})`);
}

function notTested(steps: readonly StepRights[], { name, message }: Error): Found {
  return note(
    `Not tested, since nothing is written for a test: what writes in ${steps.map(({ step }) => step).join(', ')} ` +
      `(iam:SimulatePrincipalPolicy: ${name}: ${message})`,
    'Allow these credentials iam:SimulatePrincipalPolicy (and iam:GetRole) on their own role: then IAM itself is asked.',
  );
}
