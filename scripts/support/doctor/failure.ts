import { remedyFor as terraformRemedy } from '../../../stacks/terraform/remedy';
import { GroundworkError } from '../../../table/errors';
import { isOnThisMachine } from '../aws-remedy';
import { REMEDY } from '../credentials';
import { broken, type Found } from './finding';

/** What keeps a check from its answer, as its finding: the others go on. */
export function failureOf(error: unknown, whatFailed: string): Found {
  if (error instanceof GroundworkError) return error.code === 'terraform-failed' ? ofTerraform(error) : ofOurs(error);
  const { name, message, code = '' } = error as Error & { code?: string };
  return broken(
    `${whatFailed}: ${[name, message].filter(Boolean).join(': ')}`,
    remedyFor(`${name} ${code} ${message}`, isOnThisMachine(error as Error)),
  );
}

/** The messages of our own errors say first what is wrong, and then what to do about it. */
function ofOurs({ message }: GroundworkError): Found {
  const [, what = message, remedy = SEE_TRACE] = /^(.*?\.) ([A-Z`].*)$/s.exec(message) ?? [];
  return broken(what, remedy);
}

/** What Terraform says, then what to do about it, where that is known, and last where all that it said stands. */
function ofTerraform({ message }: GroundworkError): Found {
  const remedies = [terraformRemedy(message, 'on this machine'), terraformRemedy(message, 'in an account')];
  const remedy = remedies.find((known) => known && message.includes(known)) ?? '';
  const [said = '', log = ''] = message.split(/\n(?=Its whole output is in )/);
  return broken(said.replace(`\n${remedy}`, ''), `${remedy} ${log}.`.trim());
}

const SEE_TRACE = 'DEBUG=groundwork yarn plan tells more.';

function remedyFor(said: string, onThisMachine: boolean): string {
  if (/ExpiredToken|security token.*(expired|invalid)|InvalidClientTokenId/i.test(said)) return REMEDY;
  if (/AccessDenied|not authorized|UnauthorizedOperation|Forbidden/i.test(said)) {
    return 'Allow these credentials that action, or use others: docs/permissions.md lists what a deploy needs.';
  }
  if (/\bE[A-Z]{4,}\b|TimeoutError|socket hang up|AggregateError/.test(said)) {
    return onThisMachine
      ? 'yarn local up starts again what has ended; .local/logs/ tells why it did.'
      : 'Is the network there, and a proxy if it needs one? Then run it again.';
  }
  return SEE_TRACE;
}
