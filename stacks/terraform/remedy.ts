interface Remedy {
  wording: RegExp;
  remedy: string;
}

/**
 * What to do about what Terraform says, where it does not say so itself: first of those that fit. The wordings are those of
 * Terraform 1.11, OpenTofu 1.9 and AWS provider 5.
 */
export const remedyFor = (said: string, on: Machine): string | undefined =>
  awsRemedyFor(said, on) ?? first(OF_TERRAFORM, said);

/** What to do about what AWS says, or the way to it, whoever asked: Terraform or the AWS SDK. */
export const awsRemedyFor = (said: string, on: Machine): string | undefined =>
  first(OF_AWS, said) ?? (UNREACHABLE.test(said) ? WHERE_UNREACHABLE[on] : undefined);

/** Where that answers which was to be reached: an account of AWS, or the services of `local`. */
type Machine = 'in an account' | 'on this machine';

const first = (remedies: readonly Remedy[], said: string): string | undefined =>
  remedies.find(({ wording }) => wording.test(said))?.remedy;

const OF_AWS: readonly Remedy[] = [
  {
    wording: /ExpiredToken|security token included in the request is expired|token has expired|SSO session.*expired/i,
    remedy:
      'The AWS credentials have expired. Log in again (aws sso login), then run the same command again: it goes on from ' +
      'what is done.',
  },
  {
    wording: /AccessDenied|not authorized to perform|UnauthorizedOperation/i,
    remedy: 'The credentials lack a right; docs/permissions.md lists what a deploy needs.',
  },
];

const UNREACHABLE =
  /no such host|connection refused|connection reset|i\/o timeout|network is unreachable|TLS handshake timeout|context deadline exceeded|socket hang up|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|TimeoutError|request send failed/i;

const WHERE_UNREACHABLE: Record<Machine, string> = {
  'in an account':
    'AWS could not be reached. When the network is back, run the same command again: it goes on from what is done.',
  'on this machine':
    'A local service has ended, or does not answer: .local/logs/ tells why. yarn local up starts it again; then run the ' +
    'same command again: it goes on from what is done.',
};

const OF_TERRAFORM: readonly Remedy[] = [
  {
    wording: /Error acquiring the state lock/,
    remedy:
      'Somebody else works on this state; Lock Info above says who, and since when. Where that process is gone for good, ' +
      'take its lock away with terraform force-unlock and the ID above, in the stack’s folder.',
  },
  {
    wording: /Saved plan is stale/,
    remedy: 'The state has changed since the plan was made. Make a new one.',
  },
  {
    wording: /state snapshot was created by|state file uses format version/i,
    remedy:
      'The state was written by a newer Terraform, or OpenTofu. Install at least that version here; nothing was changed.',
  },
  {
    wording: /managed by newer provider version|created by a newer provider version/i,
    remedy:
      'Somebody has deployed with a newer provider, from code that is not here. Deploy from code that has it (merge its ' +
      'branch, with its lock file in stacks/); nothing was changed.',
  },
  {
    wording:
      /locked provider|does not match (?:any of the checksums|configured version)|inconsistent with.*lock file|Inconsistent dependency lock file/is,
    remedy:
      'The lock file in stacks/ (*.terraform.lock.hcl) holds another version of the provider than this code asks for. ' +
      'Where the upgrade is meant, delete that file, deploy to staging, and commit the new one.',
  },
  {
    wording: /Backend configuration changed|Backend initialization required/,
    remedy:
      'The state is kept elsewhere than before. Move it there first: terraform init -migrate-state, in the stack’s folder.',
  },
  {
    wording:
      /PermanentRedirect|BucketRegionError|requested bucket from .* actual location|AuthorizationHeaderMalformed/i,
    remedy: 'The state bucket is in another region than deployments.ts says: correct state.region there.',
  },
  {
    wording: /NoSuchBucket|S3 bucket .* does not exist/i,
    remedy: 'The state bucket is not there. Run yarn bootstrap for this deployment: it makes it.',
  },
  {
    wording: /EntityAlreadyExists|ResourceConflictException|already exists?\b/i,
    remedy:
      'What is to be created is there already, and in no state: from a run that was broken off, or made by hand. Delete it, ' +
      'or take it into the state with terraform import.',
  },
];
