import type { FunctionRunner } from '../../../functions/runner';
import type { AwsPlace } from '../../arn';
import type { Blobs } from '../../blobs';
import type { IamStore } from '../iam/roles';
import type { LambdaStore } from './functions';

/** What the calls of Lambda work on. */
export interface LambdaContext {
  place: AwsPlace;
  store: LambdaStore;
  /** Deployment packages, by SHA-256. */
  blobs: Blobs;
  /** For the role of a function: it has to exist and to trust Lambda. */
  iam: Pick<IamStore, 'read'>;
  runner: Pick<FunctionRunner, 'invoke' | 'retire' | 'removeCode'>;
  onLog(line: string): void;
}
