import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AwsPlace } from '../aws/arn';
import type { SessionCredentials } from '../aws/credentials';
import type { AccessDecision } from '../aws/dynamodb/authoriser';
import { type Gateway, startGateway } from '../aws/gateway';
import { LocalError } from '../errors';

interface RoleToPut {
  name: string;
  /** The document that says who may assume it. */
  trustPolicy: string;
  policies: readonly { name: string; document: object }[];
}

export interface GatewayForRoles {
  /** What a client's endpoint has to be. */
  endpoint: string;
  /** Keys as a function of the role gets them. */
  credentialsOf(roleName: string): SessionCredentials;
  /** Gives a policy of a role another document. */
  putPolicy(roleName: string, policyName: string, document: object): Promise<void>;
  /** Ends it, and leaves nothing behind. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for AWS of its own, before a DynamoDB Local that runs, with nothing in it but roles: they are put
 * through its IAM, as Terraform puts them.
 *
 * @throws {LocalError} `role-refused` where IAM refuses a role or a policy, with what it says
 */
export async function startGatewayForRoles(
  options: AwsPlace & {
    dynamodbEndpoint: string;
    roles: readonly RoleToPut[];
    onDecision?: (decision: AccessDecision) => void;
  },
): Promise<GatewayForRoles> {
  const { roles, ...gatewayOptions } = options;
  const directory = mkdtempSync(path.join(tmpdir(), 'groundwork-roles-'));
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  let gateway: Gateway | undefined;
  try {
    gateway = await startGateway({ ...gatewayOptions, port: 0, stateDirectory: path.join(directory, 'aws') });
    const { endpoint, issueCredentials, close } = gateway;
    const putPolicy: GatewayForRoles['putPolicy'] = (roleName, policyName, document) =>
      callIam(endpoint, options, 'PutRolePolicy', {
        RoleName: roleName,
        PolicyName: policyName,
        PolicyDocument: JSON.stringify(document),
      });
    for (const { name, trustPolicy, policies } of roles) {
      await callIam(endpoint, options, 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: trustPolicy });
      for (const policy of policies) await putPolicy(name, policy.name, policy.document);
    }
    return {
      endpoint,
      putPolicy,
      credentialsOf: (roleName) => issueCredentials(roleName, 'rights'),
      close: async () => {
        await close();
        removeDirectory();
      },
    };
  } catch (error) {
    await gateway?.close();
    removeDirectory();
    throw error;
  }
}

/** An administrator's call of IAM. The stand-in looks at the scope of a signature only: it needs no key to be right. */
async function callIam(
  endpoint: string,
  { region }: AwsPlace,
  action: string,
  form: Record<string, string>,
): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/iam/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...form }),
  });
  const answer = await response.text();
  if (response.ok) return;
  throw new LocalError('role-refused', `${action} of ${form.RoleName} is refused (${response.status}): ${answer}`);
}
