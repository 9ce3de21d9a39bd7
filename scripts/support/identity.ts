import type { Invocation } from './command';
import { type Credentials, findCredentials, REMEDY } from './credentials';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';
import { withinPatience } from './patience';

export interface Identity {
  /** Twelve digits. */
  account: string;
  arn: string;
}

const PATIENCE_MILLISECONDS = 30_000;

/**
 * Whose credentials these are, and that they are those of the deployment's account: asked before anything is written. What
 * takes longer than a second is said.
 *
 * @throws {ScriptsError} `no-credentials`, `credentials-refused`, `aws-unreachable`, `other-account`
 */
export async function identify(
  deployment: NamedDeployment,
  { output, signal }: Pick<Invocation, 'output' | 'signal'>,
): Promise<Identity> {
  const { deploymentName, region, accountId } = deployment;
  try {
    const credentials = await output.during('Getting the AWS credentials', () => findCredentials(deployment, signal));
    const identity = await output.during('Asking AWS whose credentials these are', () =>
      withinPatience(callerIdentity(region, credentials), { milliseconds: PATIENCE_MILLISECONDS, signal }, () =>
        unreachable(deploymentName, 'it did not answer in time'),
      ),
    );
    if (accountId && identity.account !== accountId) throw otherAccount(deploymentName, accountId, identity);
    return identity;
  } catch (error) {
    if (error instanceof ScriptsError || signal.aborted) throw error;
    throw refused(deploymentName, error);
  }
}

async function callerIdentity(region: string, credentials: Credentials): Promise<Identity> {
  const { STSClient, GetCallerIdentityCommand } =
    require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
  const client = new STSClient({ region, credentials, maxAttempts: 1 });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account ?? '', arn: Arn ?? '' };
  } finally {
    client.destroy();
  }
}

const unreachable = (deployment: string, reason: string, cause?: unknown): ScriptsError =>
  new ScriptsError(
    'aws-unreachable',
    `AWS cannot be asked whose credentials these are, for ${deployment}: ${reason}. Is the network there, and a proxy if ` +
      'it needs one?',
    { cause },
  );

function refused(deployment: string, error: unknown): ScriptsError {
  const message = error instanceof Error ? error.message : String(error);
  if (isNetworkError(error)) return unreachable(deployment, message, error);
  return new ScriptsError(
    'credentials-refused',
    `The AWS credentials for ${deployment} are refused: ${message} ${REMEDY}`,
    {
      cause: error,
    },
  );
}

/** One of Node's own, such as ENOTFOUND and ECONNREFUSED, as opposed to what AWS or a provider of credentials says. */
const isNetworkError = (error: unknown): boolean => /^E[A-Z_]+$/.test(String((error as { code?: unknown }).code ?? ''));

const otherAccount = (deployment: string, expected: string, { account, arn }: Identity): ScriptsError =>
  new ScriptsError(
    'other-account',
    `These credentials are of account ${account} (${arn}), and ${deployment} is account ${expected} in deployments.ts. ` +
      'Choose the right ones with AWS_PROFILE, or correct accountId.',
  );
