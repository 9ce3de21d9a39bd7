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
 * @param asked Terraform's version, which takes longer to be asked for than anything else at a deploy's beginning
 */
export async function saySurroundings(
  { identity }: Target,
  { say }: Pick<Output, 'say'>,
  asked: Promise<string | undefined>,
): Promise<Surroundings> {
  const version = await asked;
  if (identity) say(`Account ${identity.account}, as ${identity.arn}${version ? `, with ${version}` : ''}`);
  return { ...identity, terraformVersion: version };
}
