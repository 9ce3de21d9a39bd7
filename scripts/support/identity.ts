import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';

export interface Identity {
  /** Twelve digits. */
  account: string;
  arn: string;
}

/**
 * Since the start of the process, which is where `performance.now()` counts from: a person hears within two seconds. Without
 * credentials in the environment the SDK asks the metadata service of a machine, which may not answer at all.
 */
const PATIENCE_MILLISECONDS = 1_800;

/** Also where the start of the process took long. */
const SHORTEST_PATIENCE_MILLISECONDS = 1_000;

/**
 * Whose credentials these are, and that they are those of the deployment's account: asked before anything is written.
 *
 * @throws {ScriptsError} `no-credentials`, `credentials-refused`, `aws-unreachable`, `other-account`
 */
export async function identify({ deploymentName, region, accountId }: NamedDeployment): Promise<Identity> {
  const { STSClient, GetCallerIdentityCommand } =
    require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
  const client = new STSClient({ region, maxAttempts: 1 });
  try {
    await withinPatience(client.config.credentials(), () => noCredentials(deploymentName));
    const { Account, Arn } = await withinPatience(client.send(new GetCallerIdentityCommand({})), () =>
      unreachable(deploymentName, 'it did not answer in time'),
    );
    const identity = { account: Account ?? '', arn: Arn ?? '' };
    if (accountId && identity.account !== accountId) throw otherAccount(deploymentName, accountId, identity);
    return identity;
  } catch (error) {
    if (error instanceof ScriptsError) throw error;
    throw refused(deploymentName, error);
  } finally {
    client.destroy();
  }
}

async function withinPatience<Result>(work: Promise<Result>, failure: () => ScriptsError): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const patience = Math.max(SHORTEST_PATIENCE_MILLISECONDS, PATIENCE_MILLISECONDS - performance.now());
    timer = setTimeout(() => reject(failure()), patience);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const REMEDY =
  'Log in (aws sso login), or name credentials with AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

const noCredentials = (deployment: string, cause?: unknown): ScriptsError =>
  new ScriptsError('no-credentials', `There are no AWS credentials for ${deployment}. ${REMEDY}`, { cause });

const unreachable = (deployment: string, reason: string, cause?: unknown): ScriptsError =>
  new ScriptsError(
    'aws-unreachable',
    `AWS cannot be asked whose credentials these are, for ${deployment}: ${reason}. Is the network there, and a proxy if ` +
      'it needs one?',
    { cause },
  );

function refused(deployment: string, error: unknown): ScriptsError {
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  if (name === 'CredentialsProviderError') return noCredentials(deployment, error);
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
