import { checkBucketOf } from '../state-bucket';
import type { ReachedContext } from './context';
import { drift, type Found, note, well } from './finding';

/** The bucket of the state, as bootstrap makes it. */
export async function examineStateBucket({ deployment, target }: ReachedContext): Promise<Found[]> {
  const { state, deploymentName } = deployment;
  if (state.kind !== 's3') return [well(`The state is kept in ${state.directory}/.`)];
  const result = await checkBucketOf(deployment, target);
  if (!result) return [];
  const bootstrap = `yarn bootstrap ${deploymentName}`;
  if (result.created) return [drift(`There is no bucket ${state.bucket}.`, `${bootstrap} makes it.`)];
  const found = [
    ...result.changes.map((change) => drift(`${state.bucket}: ${change}`, `${bootstrap} settles it.`)),
    ...result.differences.map((difference) =>
      note(
        `${state.bucket}: ${difference}`,
        'Somebody chose it so, and it stays so: change it in S3 if it is not meant.',
      ),
    ),
  ];
  return found.length > 0 ? found : [well(`${state.bucket} is as it has to be`)];
}
