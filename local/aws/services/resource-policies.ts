import { LocalError } from '../../errors';
import { parsePolicy } from '../iam/policy';
import { AwsFault } from '../protocols/fault';

/**
 * Gives true for the policy of a queue or a topic that the evaluator understands. Throws an AwsFault with the code that
 * the service has for it, and the evaluator's reason, for any other: what is not known is never guessed.
 */
export function checkResourcePolicy(document: string, code: string): true {
  try {
    parsePolicy(document, 'resource');
    return true;
  } catch (cause) {
    if (!(cause instanceof LocalError)) throw cause;
    throw new AwsFault(code, cause.message, 400, { cause });
  }
}
