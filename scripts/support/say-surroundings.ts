import { terraformVersion } from '../../stacks/terraform/version';
import type { Output } from './output';
import type { Target } from './target';

export interface Surroundings {
  account?: string;
  arn?: string;
  /** `Terraform 1.11.4`; absent where it can't be asked. */
  terraformVersion?: string;
}

/**
 * Says who deploys and with what, before anything is done: in `local` there is no account.
 *
 * @param asked Terraform's version, where it was asked for earlier: it takes longer than anything else at the beginning
 */
export async function saySurroundings(
  { identity }: Target,
  { say }: Pick<Output, 'say'>,
  asked = terraformVersion(),
): Promise<Surroundings> {
  const version = await asked;
  if (identity) say(`Account ${identity.account}, as ${identity.arn}${version ? `, with ${version}` : ''}`);
  return { ...identity, terraformVersion: version };
}
