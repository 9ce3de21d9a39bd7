import { deployments } from '../../../../deployments';
import { evaluate } from '../../../../local/aws/iam/evaluate';
import { parsePolicy } from '../../../../local/aws/iam/policy';
import { stepRights } from '../../../../scripts/support/doctor/step-rights';
import { deployPolicies } from '../../../../stacks/ci-role/policies';
import { ciRights } from '../../../../stacks/ci-role/rights';

const accountId = '123456789012';
const identity = { account: accountId, arn: `arn:aws:sts::${accountId}:assumed-role/someone/session` };

test('the rights that the doctor asks for are those of the role that deploys, but for making the bucket as it has to be', () => {
  const rights = ciRights(deployments.staging, { region: deployments.staging.region, accountId });
  const policies = deployPolicies(rights).map(({ document }) => parsePolicy(document, 'identity'));
  const refused = stepRights({ ...deployments.staging, deploymentName: 'staging' }, identity).flatMap(
    ({ actions, resources, context = {} }) =>
      resources.flatMap((resource) =>
        actions
          .filter((action) => evaluate(policies, { action, resource, context }) !== 'allowed')
          .map((action) => `${action} on ${resource}`),
      ),
  );

  const ofPeople = ['CreateBucket', 'PutBucketVersioning', 'PutEncryptionConfiguration', 'PutBucketPublicAccessBlock'];
  const all = [...ofPeople, 'PutBucketPolicy', 'PutLifecycleConfiguration', 'PutBucketTagging'];
  expect(refused).toEqual(all.map((name) => `s3:${name} on arn:aws:s3:::groundwork-staging-terraform-state`));
});
