import { randomBytes } from 'node:crypto';
import { type AwsPlace, globalArn } from './arn';
import type { Principal } from './iam/principal';
import { managedPolicyDocument } from './services/iam/managed-policies';
import { parsedPolicy } from './services/iam/policy-documents';
import { type IamState, type IamStore, roleIn } from './services/iam/roles';

/** A role's session, as a function has one. */
interface RoleSession {
  /** Assumed-role ARN, which error messages name. */
  arn: string;
  roleName: string;
  roleId: string;
  name: string;
}

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Which access keys there are, and whose they are. */
export interface Credentials {
  /** Keys for a session of the role; the same ones for the same session. Throws NoSuchEntity where the role is gone. */
  issue(roleName: string, sessionName: string): SessionCredentials;
  /** The session that the key was issued for, or undefined. */
  sessionOf(accessKeyId: string): RoleSession | undefined;
  /**
   * Who calls with this key, with the role's policies as they are now. Keys that do not begin with `ASIA` are an
   * administrator's: the developer's own. Undefined for a session key that was not issued here, or whose role is gone.
   */
  principalOf(accessKeyId: string): Principal | undefined;
}

/** Opens a registry of access keys, which lasts as long as the process: so do the functions that have them. */
export function openCredentials(iam: Pick<IamStore, 'read'>, place: AwsPlace): Credentials {
  const sessions = new Map<string, RoleSession & { credentials: SessionCredentials }>();
  const keysOfSession = new Map<string, string>();

  function issue(roleName: string, sessionName: string): SessionCredentials {
    const role = roleIn(iam.read(), roleName);
    const sessionKey = `${role.id}/${sessionName}`;
    const known = sessions.get(keysOfSession.get(sessionKey) ?? '');
    if (known) return known.credentials;
    const credentials = newSessionCredentials();
    const arn = globalArn('sts', place, `assumed-role/${roleName}/${sessionName}`);
    sessions.set(credentials.accessKeyId, { arn, roleName, roleId: role.id, name: sessionName, credentials });
    keysOfSession.set(sessionKey, credentials.accessKeyId);
    return credentials;
  }

  return {
    issue,
    sessionOf: (accessKeyId) => sessions.get(accessKeyId),
    principalOf: (accessKeyId) => {
      if (!isSessionKey(accessKeyId)) return { kind: 'administrator' };
      const session = sessions.get(accessKeyId);
      return session && rolePrincipal(session, iam.read());
    },
  };
}

/** Access keys of temporary credentials begin with ASIA. Source: IAM user guide, "Unique identifiers". */
export function isSessionKey(accessKeyId: string): boolean {
  return accessKeyId.startsWith('ASIA');
}

function newSessionCredentials(): SessionCredentials {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(60).toString('base64'),
  };
}

function rolePrincipal(session: RoleSession, iam: Readonly<IamState>): Principal | undefined {
  const role = Object.hasOwn(iam.roles, session.roleName) ? iam.roles[session.roleName] : undefined;
  if (role?.id !== session.roleId) return undefined;
  const documents = [...Object.values(role.inlinePolicies), ...role.attachedPolicies.map(managedPolicyDocument)];
  return {
    kind: 'role',
    arn: session.arn,
    policies: documents.map((document) => parsedPolicy(document, 'identity')),
    version: `${role.id}:${role.policyRevision}`,
  };
}
