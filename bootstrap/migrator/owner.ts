import { hostname, userInfo } from 'node:os';

/**
 * Who runs the migrations, in words for a person: user, host and process, the AWS identity where it is known, and the CI
 * job where the environment names it.
 */
export function describeOwner(identity?: string, environment: NodeJS.ProcessEnv = process.env): string {
  const details = [`process ${process.pid}`, identity, ciJob(environment)].filter(Boolean).join(', ');
  return `${userName()}@${hostname()} (${details})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

function ciJob({ GITHUB_RUN_ID, GITHUB_SERVER_URL, GITHUB_REPOSITORY, CI_JOB_URL, BUILD_URL }: NodeJS.ProcessEnv) {
  if (GITHUB_RUN_ID) return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  return CI_JOB_URL ?? BUILD_URL;
}
