import type { AccessDecision } from '../aws/dynamodb/authoriser';
import type { Right } from './right';

/** What roles were allowed and denied, each right once, in the order in which they first asked for it. */
export interface DecidedRights {
  allowed: Right[];
  denied: Right[];
}

export interface RightsRecorder {
  /** For the gateway: remembers the decision. Cheap, because every request waits for it. */
  onDecision(decision: AccessDecision): void;
  /** What a role was told since it was last taken. */
  take(roleName: string): DecidedRights;
}

/** Remembers what the gateway's authorisation decided, in memory: whoever starts the gateway keeps of it what it wants. */
export function createRightsRecorder(): RightsRecorder {
  const decided = new Set<string>();
  return {
    onDecision: ({ sessionArn, allowed, action, resource }) => {
      decided.add(`${roleOf(sessionArn)} ${allowed} ${action} ${resource}`);
    },
    take: (roleName) => {
      const rights: DecidedRights = { allowed: [], denied: [] };
      for (const entry of [...decided]) {
        // No name of a role, an action or a table has a space in it.
        const [role, allowed, action = '', resource = ''] = entry.split(' ');
        if (role !== roleName) continue;
        (allowed === 'true' ? rights.allowed : rights.denied).push({ action, resource });
        decided.delete(entry);
      }
      return rights;
    },
  };
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
const roleOf = (sessionArn: string): string => sessionArn.split('/')[1] ?? sessionArn;
