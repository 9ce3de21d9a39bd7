import type { S3State } from '../../table/deployment';
import type { NamedDeployment } from './deployment';

type S3Module = typeof import('@aws-sdk/client-s3');
type S3Client = import('@aws-sdk/client-s3').S3Client;

/**
 * Lends a client for the bucket of a deployment's state. The S3 client is loaded only here: `local` has no bucket, and its
 * commands need not wait for it.
 */
export async function withStateClient<Result>(
  { region: deploymentRegion, state }: Pick<NamedDeployment, 'region'> & { state: S3State },
  work: (module: S3Module, client: S3Client, state: Required<S3State>) => Promise<Result>,
): Promise<Result> {
  const module = require('@aws-sdk/client-s3') as S3Module;
  const region = state.region ?? deploymentRegion;
  // A stand-in at one address can't answer under a name for each bucket.
  const forcePathStyle = Boolean(process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_S3);
  const client = new module.S3Client({ region, forcePathStyle });
  try {
    return await work(module, client, { ...state, region });
  } finally {
    client.destroy();
  }
}
