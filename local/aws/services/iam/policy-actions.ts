import { z } from 'zod';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import { managedPolicyDocument } from './managed-policies';
import { checkPolicyDocument } from './policy-documents';
import { type IamStore, type Role, roleIn } from './roles';

/** The calls for a role's inline policies and for the managed policies attached to it. */
export function policyActions(store: IamStore): Record<string, Action> {
  return {
    PutRolePolicy: action(putRolePolicyInput, (input) => {
      checkPolicyDocument(input.PolicyDocument, 'identity');
      return changePolicies(store, input.RoleName, (role) => {
        role.inlinePolicies[input.PolicyName] = input.PolicyDocument;
      });
    }),
    GetRolePolicy: action(rolePolicyInput, (input) => {
      const document = inlinePolicy(roleIn(store.read(), input.RoleName), input.PolicyName);
      return {
        RoleName: input.RoleName,
        PolicyName: input.PolicyName,
        PolicyDocument: encodeURIComponent(document),
      };
    }),
    DeleteRolePolicy: action(rolePolicyInput, (input) =>
      changePolicies(store, input.RoleName, (role) => {
        inlinePolicy(role, input.PolicyName);
        delete role.inlinePolicies[input.PolicyName];
      }),
    ),
    ListRolePolicies: action(listInput, (input) => ({
      IsTruncated: false,
      PolicyNames: Object.keys(roleIn(store.read(), input.RoleName).inlinePolicies),
    })),
    AttachRolePolicy: action(attachmentInput, (input) => {
      managedPolicyDocument(input.PolicyArn);
      return changePolicies(store, input.RoleName, (role) => {
        role.attachedPolicies = [...new Set([...role.attachedPolicies, input.PolicyArn])];
      });
    }),
    DetachRolePolicy: action(attachmentInput, (input) =>
      changePolicies(store, input.RoleName, (role) => {
        if (!role.attachedPolicies.includes(input.PolicyArn)) {
          throw new AwsFault('NoSuchEntity', `Policy ${input.PolicyArn} was not found.`, 404);
        }
        role.attachedPolicies = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
      }),
    ),
    ListAttachedRolePolicies: action(listInput, (input) => ({
      IsTruncated: false,
      AttachedPolicies: roleIn(store.read(), input.RoleName).attachedPolicies.map((arn) => ({
        PolicyName: arn.split('/').at(-1),
        PolicyArn: arn,
      })),
    })),
  };
}

const listInput = z.strictObject({
  RoleName: z.string(),
  PathPrefix: z.string().optional(),
  MaxItems: z.string().optional(),
  Marker: z.string().optional(),
});
const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/);
const rolePolicyInput = z.strictObject({ RoleName: z.string(), PolicyName: policyName });
const putRolePolicyInput = rolePolicyInput.extend({ PolicyDocument: z.string() });
const attachmentInput = z.strictObject({ RoleName: z.string(), PolicyArn: z.string() });

function changePolicies(store: IamStore, roleName: string, alter: (role: Role) => void): void {
  store.change((state) => {
    const role = roleIn(state, roleName);
    alter(role);
    role.policyRevision += 1;
  });
}

function inlinePolicy(role: Role, name: string): string {
  const document = Object.hasOwn(role.inlinePolicies, name) ? role.inlinePolicies[name] : undefined;
  if (document !== undefined) return document;
  throw new AwsFault('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
}
