import type { Credentials } from '../credentials';
import { denialMessage } from '../iam/denial';
import { type RoleAccess, refusalOfAccess } from '../iam/role-access';
import type { Action } from '../protocols/action';
import { AwsFault } from '../protocols/fault';
import type { AwsRequest } from '../service';

interface Authorisation {
  principalOf: Credentials['principalOf'];
  /** What a call of that name needs to be allowed, from its input before anything has checked it. */
  accessOf(action: string, input: unknown): Omit<RoleAccess, 'region'>;
  /** The service's own spelling of an action in its messages. */
  spell(action: string): string;
  /** The code of the service's answer to what is not allowed. */
  code: string;
}

/** The actions, each only for those who may: the developer, and the roles whose policies allow it. */
export function authorised(actions: Record<string, Action>, options: Authorisation): Record<string, Action> {
  const guarded = Object.entries(actions).map(([name, handle]): [string, Action] => [
    name,
    (input, request) => {
      checkAccess(request, options.accessOf(name, input), options);
      return handle(input, request);
    },
  ]);
  return Object.fromEntries(guarded);
}

function checkAccess(request: AwsRequest, access: Omit<RoleAccess, 'region'>, options: Authorisation): void {
  const principal = options.principalOf(request.accessKeyId);
  if (!principal) {
    throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  }
  if (principal.kind === 'administrator') return;
  const refusal = refusalOfAccess(principal, { ...access, region: request.region });
  if (!refusal) return;
  const denied = { ...refusal, action: options.spell(access.action), resource: access.resource };
  throw new AwsFault(options.code, denialMessage(principal.arn, denied), 403);
}
