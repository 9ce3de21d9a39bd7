import { deployments } from '../../../deployments';
import { ensureBucketOf } from '../../../scripts/support/state-bucket';
import type { Target } from '../../../scripts/support/target';

test('a deployment that keeps its state on this machine has no bucket, and none is said to be looked at', async () => {
  const during = jest.fn();
  const local = { ...deployments.local, deploymentName: 'local' };

  await expect(ensureBucketOf(local, {} as Target, { during })).resolves.toBeUndefined();
  expect(during).not.toHaveBeenCalled();
});
