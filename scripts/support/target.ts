import type { Writable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfiguration, localCredentials } from '../../bootstrap/client-configuration';
import { checkoutKey } from '../../local/aws/checkout-key';
import { localPaths } from '../../local/paths';
import { givenEndpoint } from '../../local/services/given-endpoint';
import { up } from '../../local/services/up';
import { watchGateway } from '../../local/services/watch-gateway';
import type { Invocation } from './command';
import { findCredentials } from './credentials';
import type { NamedDeployment } from './deployment';
import { type Identity, identify } from './identity';

/** A deployment that can be reached: for `local` its services run, for any other its credentials are the right ones. */
export interface Target {
  client: DynamoDBClient;
  /** Whose credentials are used; absent on `local`. */
  identity?: Identity;
  /** What Terraform gets in addition to the process's own environment. `undefined` takes a variable away. */
  terraformEnvironment: Record<string, string | undefined>;
  /** Of a provider that was started ahead of Terraform. */
  lifeline?: Writable;
  /** Aborted, with a LocalError, where the stand-in for AWS ends: Terraform would go on asking it for minutes. */
  standInEnded?: AbortSignal;
}

/**
 * @param only `table` where nothing but DynamoDB is called: the stand-in for the other services is left alone
 */
export async function reach(
  deployment: NamedDeployment,
  invocation: Pick<Invocation, 'output' | 'signal'>,
  only?: 'table',
): Promise<Target> {
  const { output } = invocation;
  if (deployment.deploymentName !== 'local') return reachAccount(deployment, invocation);
  const dynamodbEndpoint = await givenEndpoint('AWS_ENDPOINT_URL_DYNAMODB');
  // For DynamoDB, the other variable comes first.
  const allServices = dynamodbEndpoint ? process.env.AWS_ENDPOINT_URL : await givenEndpoint('AWS_ENDPOINT_URL');
  // Whoever names an endpoint for everything, or for all that is needed here, runs it.
  const given = allServices || (only && dynamodbEndpoint);
  const services = given
    ? undefined
    : await output.during('Starting the local services', () =>
        up({
          region: deployment.region,
          accountId: deployment.accountId ?? '000000000000',
          dynamodbEndpoint,
          only: only && 'dynamodb',
          onNotice: output.say,
        }),
      );
  const gateway = services?.gateway;
  return {
    client: new DynamoDBClient(clientConfiguration('local', deployment)),
    terraformEnvironment: localEnvironment(deployment.region, gateway?.endpoint),
    standInEnded: gateway && watchGateway(gateway),
  };
}

export async function reachAccount(
  deployment: NamedDeployment,
  invocation: Pick<Invocation, 'output' | 'signal'>,
): Promise<Target> {
  const identity = await identify(deployment, invocation);
  const { deploymentName, region } = deployment;
  return {
    client: new DynamoDBClient(clientConfiguration(deploymentName, deployment)),
    identity,
    terraformEnvironment: { AWS_REGION: region, ...(await theSameCredentials(deployment, invocation)) },
  };
}

/**
 * Where a profile is named, and keys or a web identity besides, the SDK takes the profile, and Terraform would take the
 * others: it gets what the SDK was given. Else it finds the same by itself, and can renew it.
 */
async function theSameCredentials(
  deployment: NamedDeployment,
  { signal }: Pick<Invocation, 'signal'>,
): Promise<Target['terraformEnvironment']> {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE } = process.env;
  if (!AWS_PROFILE || !(AWS_ACCESS_KEY_ID || AWS_WEB_IDENTITY_TOKEN_FILE)) return {};
  const { accessKeyId, secretAccessKey, sessionToken } = await findCredentials(deployment, signal);
  return {
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/** All of Terraform's calls go to the stand-in, DynamoDB's too, and never with the credentials of a real account. */
export function localEnvironment(region: string, endpoint: string | undefined): Target['terraformEnvironment'] {
  const { accessKeyId, secretAccessKey } = localCredentials();
  return {
    AWS_REGION: region,
    // Another checkout's stand-in, which may have the port when ours has ended, refuses this key.
    AWS_ACCESS_KEY_ID: endpoint ? checkoutKey(localPaths.awsState) : accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    // The stand-in speaks plain HTTP, and certificates would keep the provider from being started ahead.
    ...(endpoint && { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_DYNAMODB: undefined, AWS_CA_BUNDLE: undefined }),
  };
}
