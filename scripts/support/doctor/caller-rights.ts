import type { ContextEntry, EvaluationResult } from '@aws-sdk/client-iam';
import type { Identity } from '../identity';
import type { ReachedContext } from './context';
import { failureOf } from './failure';
import { broken, type Found, note, well } from './finding';
import { NOT_KNOWN, readOnlyProbes } from './read-only-probes';
import { type StepRights, stepRights } from './step-rights';

type IamModule = typeof import('@aws-sdk/client-iam');
type IAMClient = InstanceType<IamModule['IAMClient']>;

/**
 * What the caller may do, step by step, as IAM itself evaluates it (SimulatePrincipalPolicy). Where the caller may not
 * ask, or is none that IAM has policies of, or what answers has no such call, what can be read is read, and the rest is not
 * tested: nothing is ever written.
 */
export async function examineRights(context: ReachedContext): Promise<Found[]> {
  const { deployment, target } = context;
  const { identity } = target;
  if (!identity) return [];
  const iam = require('@aws-sdk/client-iam') as IamModule;
  const requestHandler = { connectionTimeout: PATIENCE_MILLISECONDS };
  const client = new iam.IAMClient({ region: deployment.region, maxAttempts: 5, requestHandler });
  const steps = stepRights(deployment, identity);
  const found: Found[] = [];
  try {
    const source = await principalOf(identity, iam, client);
    // One after the other: IAM throttles whoever asks much at once.
    for (const step of steps) found.push(await examineStep(step, source, iam, client));
    return found;
  } catch (error) {
    if (!mayNotBeAsked(error as Error)) throw error;
    const left = steps.slice(found.length);
    return [...found, ...(await readOnlyProbes(context, iam, client)), notTested(left, error as Error)];
  } finally {
    client.destroy();
  }
}

/** For a connection: each step would wait for it anew. */
const PATIENCE_MILLISECONDS = 3_000;

/** Of this caller, or at all: what IAM says to one step it would say to each. */
const mayNotBeAsked = ({ name, message }: Error): boolean =>
  /AccessDenied|NoSuchEntity/.test(name) || NOT_KNOWN.test(name) || NO_PRINCIPAL.test(message);

/** Of an account's root, or a federated user. */
const NO_PRINCIPAL = /^Invalid Entity Arn/;

/** Policies belong to the role that a session was made from, whose path the session's ARN does not tell. */
async function principalOf({ arn }: Identity, iam: IamModule, client: IAMClient): Promise<string> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (RoleName === undefined) return arn;
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
  return Role?.Arn ?? arn;
}

/** @throws where IAM may not be asked; what else keeps the step from its answer is its finding */
async function examineStep(step: StepRights, source: string, iam: IamModule, client: IAMClient): Promise<Found> {
  try {
    return await simulate(step, source, iam, client);
  } catch (error) {
    if (mayNotBeAsked(error as Error)) throw error;
    return failureOf(error, `${step.step}: what is allowed could not be asked`);
  }
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
