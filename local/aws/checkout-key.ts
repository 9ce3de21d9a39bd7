import { createHash } from 'node:crypto';
import { AwsFault } from './protocols/fault';

/**
 * All checkouts have the same account, names and first ports. Where one's stand-in ends, another one's may take its port
 * in the middle of a deploy: by this access key of an administrator, which Terraform has, a stand-in knows that it is not
 * the one that is meant. Any other key is taken, `local` above all.
 */
export function checkoutKey(stateDirectory: string): string {
  // Letters and digits alone: DynamoDB Local, to which it is forwarded, takes no others.
  return `local${createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16)}`;
}

const OF_A_CHECKOUT = /^local[0-9a-f]{16}$/;

/** Undefined for a key that the stand-in with this folder takes, else why it does not. */
export function refusalOfCheckoutKey(accessKeyId: string, stateDirectory: string): AwsFault | undefined {
  if (!OF_A_CHECKOUT.test(accessKeyId) || accessKeyId === checkoutKey(stateDirectory)) return undefined;
  return new AwsFault(
    'InvalidClientTokenId',
    `This is the stand-in for AWS of another checkout (its state is in ${stateDirectory}). The one that is meant has ended, and this one has its port. Run the command again: it starts one of its own.`,
    403,
  );
}
