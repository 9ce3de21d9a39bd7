import path from 'node:path';
import { resolveReferences } from './resolve-references';
import type { Block, Place, StackDocument } from './stack-document';

/** A role that a stack gives to a function, with all that Terraform would put. */
export interface FunctionRole {
  /** Name of the function whose role it is, as `stacks/` names its code, e.g. `api`. */
  functionName: string;
  name: string;
  /** The document that says who may assume it. */
  trustPolicy: string;
  policies: RolePolicy[];
  /** ARNs of the managed policies that are attached: what these allow is not in the stack. */
  managedPolicies: string[];
}

export interface RolePolicy {
  name: string;
  document: PolicyDocument;
}

export interface PolicyDocument {
  Version: string;
  Statement: PolicyStatement[];
}

export interface PolicyStatement {
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource?: string | string[];
  [element: string]: unknown;
}

/**
 * The functions' roles in a synthesised stack, with their policies as they will be in the account: the references in them
 * are resolved.
 *
 * @throws {StacksError} `unknown-reference`
 */
export function rolesOf(stack: StackDocument, place: Place): FunctionRole[] {
  const resolve = (value: unknown) => resolveReferences(String(value), stack, place);
  const policies = blocksOf(stack, 'aws_iam_role_policy').map((policy) => ({
    role: resolve(policy.role),
    name: resolve(policy.name),
    document: JSON.parse(resolve(policy.policy)) as PolicyDocument,
  }));
  const attachments = blocksOf(stack, 'aws_iam_role_policy_attachment').map((attachment) => ({
    role: resolve(attachment.role),
    arn: resolve(attachment.policy_arn),
  }));
  return blocksOf(stack, 'aws_lambda_function').flatMap((lambda) => {
    const [address, role] = roleOf(stack, lambda);
    if (!role) return [];
    const name = resolve(`\${${address}.name}`);
    return {
      functionName: path.posix.basename(resolve(lambda.filename), '.zip'),
      name,
      trustPolicy: resolve(role.assume_role_policy),
      policies: policies
        .filter((policy) => policy.role === name)
        .map(({ name: policyName, document }) => ({ name: policyName, document })),
      managedPolicies: attachments.filter((attachment) => attachment.role === name).map(({ arn }) => arn),
    };
  });
}

function roleOf(stack: StackDocument, lambda: Block): [address: string, role: Block | undefined] {
  const name = /^\$\{aws_iam_role\.([\w-]+)\.arn\}$/.exec(String(lambda.role))?.[1] ?? '';
  return [`aws_iam_role.${name}`, stack.resource?.aws_iam_role?.[name]];
}

const blocksOf = (stack: StackDocument, type: string): Block[] => Object.values(stack.resource?.[type] ?? {});
