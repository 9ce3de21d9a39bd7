import { remedyFor } from '../../../../stacks/terraform/remedy';

test.each([
  [
    'operation error STS: GetCallerIdentity, api error ExpiredToken: The security token included in the request is expired',
    'Log in again',
  ],
  ['Error acquiring the state lock: api error PreconditionFailed', 'terraform force-unlock'],
  ['Saved plan is stale: The given plan file can no longer be applied', 'Make a new one'],
  [
    'state snapshot was created by Terraform v1.99.0, which is newer than current v1.11.4; upgrade to Terraform v1.99.0',
    'newer Terraform',
  ],
  ['The state file uses format version 5, which is not supported by Terraform 1.11.4.', 'newer Terraform'],
  [
    'Resource instance managed by newer provider version\nThe current state of a was created by a newer provider version',
    'merge its branch',
  ],
  [
    'locked provider registry.terraform.io/hashicorp/aws 5.99.0 does not match configured version constraint 5.100.0',
    'stacks/ (*.terraform.lock.hcl)',
  ],
  ['requested bucket from "eu-west-1", actual location "eu-central-1"', 'correct state.region'],
  ['S3 bucket "states" does not exist.', 'yarn bootstrap'],
  ['api error AccessDenied: User is not authorized to perform: iam:CreateRole', 'docs/permissions.md'],
  ['EntityAlreadyExists: Role with name a already exists.', 'terraform import'],
  ['dial tcp: lookup iam.amazonaws.com: no such host', 'When the network is back'],
])('%s', (said, remedy) => {
  expect(remedyFor(said, 'in an account')).toContain(remedy);
});

test('on this machine it is no network that was lost', () => {
  const said = 'dial tcp 127.0.0.1:8100: connect: connection refused';
  expect(remedyFor(said, 'on this machine')).toContain('yarn local up starts it again');
  expect(remedyFor(said, 'on this machine')).not.toContain('network');
});

test('what explains itself is left as it is', () => {
  expect(
    remedyFor('Invalid reference: A reference to a resource type must be followed by…', 'in an account'),
  ).toBeUndefined();
});
