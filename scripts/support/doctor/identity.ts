import type { NamedDeployment } from '../deployment';
import type { Identity } from '../identity';
import { type Found, note, well } from './finding';

/** Whose credentials these are: that they are those of the declared account has been seen to when they were asked for. */
export function examineIdentity({ deploymentName, accountId }: NamedDeployment, { account, arn }: Identity): Found[] {
  return [
    well(`Account ${account}, as ${arn}`),
    accountId
      ? well(`${deploymentName} is account ${accountId} in deployments.ts, too`)
      : note(
          `${deploymentName} names no account in deployments.ts: credentials of any account are taken.`,
          `Say accountId: '${account}' there.`,
        ),
  ];
}
