import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';
import { withinPatience } from './patience';

type StsModule = typeof import('@aws-sdk/client-sts');

/** AWS credentials as a client of the SDK takes them. */
export type Credentials = Awaited<ReturnType<InstanceType<StsModule['STSClient']>['config']['credentials']>>;

/** A program that is asked for credentials, or a service far away, may well take some seconds. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Since the start of the process, which is where `performance.now()` counts from: who has no credentials at all hears so
 * within two seconds. The metadata service of a machine answers within milliseconds; where there is none, nothing may
 * answer at its address, not even that.
 */
const METADATA_PATIENCE_MILLISECONDS = 1_800;

/** Also where the start of the process took long. */
const SHORTEST_PATIENCE_MILLISECONDS = 1_000;

/** What to do where the credentials are missing or not the right ones. */
export const REMEDY =
  'Log in (aws sso login), or name credentials with AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

/**
 * The credentials that the SDK's default chain of sources leads to. The metadata service of the machine, its last link, is
 * asked only where no other source has any: these have all the time that they need.
 *
 * @throws {ScriptsError} `no-credentials`
 */
export async function findCredentials(
  { deploymentName, region }: NamedDeployment,
  signal: AbortSignal,
): Promise<Credentials> {
  try {
    return await withinPatience(
      withoutMetadataService(() => fromDefaultChain(region)),
      { milliseconds: PATIENCE_MILLISECONDS, signal },
      () => noCredentials(deploymentName, `their source did not answer in ${PATIENCE_MILLISECONDS / 1000} s`),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CredentialsProviderError') throw error;
    const milliseconds = Math.max(SHORTEST_PATIENCE_MILLISECONDS, METADATA_PATIENCE_MILLISECONDS - performance.now());
    const none = () => noCredentials(deploymentName, error.message, error);
    return withinPatience(fromDefaultChain(region), { milliseconds, signal }, none).catch((reason) => {
      throw signal.aborted ? reason : none();
    });
  }
}

async function fromDefaultChain(region: string): Promise<Credentials> {
  const { STSClient } = require('@aws-sdk/client-sts') as StsModule;
  const client = new STSClient({ region });
  try {
    return await client.config.credentials();
  } finally {
    client.destroy();
  }
}

/** By the SDK's own variable, which it reads when it gets to that link. */
async function withoutMetadataService<Result>(work: () => Promise<Result>): Promise<Result> {
  const { AWS_EC2_METADATA_DISABLED: before } = process.env;
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.AWS_EC2_METADATA_DISABLED;
    else process.env.AWS_EC2_METADATA_DISABLED = before;
  }
}

const noCredentials = (deployment: string, reason: string, cause?: unknown): ScriptsError =>
  new ScriptsError('no-credentials', `There are no AWS credentials for ${deployment} (${reason}). ${REMEDY}`, {
    cause,
  });
