import { fromEnv } from '@aws-sdk/credential-provider-env';
import { TableError } from '../errors';

/**
 * The credentials of a deployed function, in the form of the SDK's own `defaultProvider`, whose place it takes in a
 * bundle: see stacks/bundle/cold-start/environment-credentials.ts. Lambda gives a function the credentials of its role in
 * the environment, and starts another one before they expire:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 *
 * Elsewhere they come another way: to a function that starts from a snapshot (SnapStart), and to a container of ECS or
 * EKS, from the address in AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.
 *
 * @throws {TableError} `credentials-missing`, from the provider
 */
export const defaultProvider = (init?: Parameters<typeof fromEnv>[0]): ReturnType<typeof fromEnv> => {
  const readEnvironment = fromEnv(init);
  return async () => {
    try {
      return await readEnvironment();
    } catch (cause) {
      throw new TableError('credentials-missing', MISSING, { cause });
    }
  };
};

const MISSING =
  'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set, and this bundle takes credentials from nowhere else. ' +
  'Lambda sets them, except with SnapStart; for that, or in a container, leave environmentCredentials out of ' +
  'stacks/bundle/build.ts, and the SDK finds them by itself.';
