import { z } from 'zod';
import type { AwsPlace } from '../../arn';
import { type Action, action } from '../../protocols/action';
import { AwsFault } from '../../protocols/fault';
import type { XmlValue } from '../../protocols/xml';
import { tagList, toTagList, withoutTags } from '../tags';
import { checkPolicyDocument } from './policy-documents';
import { emptyRole, type IamStore, type Role, roleArn, roleIn } from './roles';

/** The calls that make, read, change and delete roles themselves. */
export function roleActions(store: IamStore, place: AwsPlace): Record<string, Action> {
  return {
    CreateRole: action(createRoleInput, (input) =>
      store.change((state) => {
        if (Object.hasOwn(state.roles, input.RoleName)) {
          throw new AwsFault('EntityAlreadyExists', `Role with name ${input.RoleName} already exists.`, 409);
        }
        checkPolicyDocument(input.AssumeRolePolicyDocument, 'trust');
        const role = emptyRole(input.RoleName);
        role.path = input.Path;
        role.trustPolicy = input.AssumeRolePolicyDocument;
        role.description = input.Description;
        role.maximumSessionSeconds = input.MaxSessionDuration;
        role.tags = input.Tags;
        state.roles[role.name] = role;
        return { Role: describeRole(role, place) };
      }),
    ),
    GetRole: action(roleInput, (input) => ({ Role: describeRole(roleIn(store.read(), input.RoleName), place) })),
    DeleteRole: action(roleInput, (input) =>
      store.change((state) => {
        const role = roleIn(state, input.RoleName);
        refuseWhileInUse(role);
        delete state.roles[role.name];
      }),
    ),
    UpdateRole: action(updateRoleInput, (input) =>
      store.change((state) => {
        const role = roleIn(state, input.RoleName);
        role.description = input.Description ?? role.description;
        role.maximumSessionSeconds = input.MaxSessionDuration ?? role.maximumSessionSeconds;
        return {};
      }),
    ),
    UpdateRoleDescription: action(updateRoleDescriptionInput, (input) =>
      store.change((state) => {
        const role = roleIn(state, input.RoleName);
        role.description = input.Description;
        return { Role: describeRole(role, place) };
      }),
    ),
    UpdateAssumeRolePolicy: action(updateTrustInput, (input) =>
      store.change((state) => {
        const role = roleIn(state, input.RoleName);
        checkPolicyDocument(input.PolicyDocument, 'trust');
        role.trustPolicy = input.PolicyDocument;
      }),
    ),
    TagRole: action(tagRoleInput, (input) =>
      store.change((state) => {
        Object.assign(roleIn(state, input.RoleName).tags, input.Tags);
      }),
    ),
    UntagRole: action(untagRoleInput, (input) =>
      store.change((state) => {
        const role = roleIn(state, input.RoleName);
        role.tags = withoutTags(role.tags, input.TagKeys);
      }),
    ),
    ListRoleTags: action(roleInput, (input) => ({
      IsTruncated: false,
      Tags: toTagList(roleIn(store.read(), input.RoleName).tags),
    })),
    ListInstanceProfilesForRole: action(roleInput, (input) => {
      roleIn(store.read(), input.RoleName);
      return { IsTruncated: false, InstanceProfiles: [] };
    }),
  };
}

/** Rules of names and paths: IAM API reference, CreateRole. */
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/);
const sessionSeconds = z.coerce.number().int().min(3600).max(43_200);
const roleInput = z.strictObject({
  RoleName: roleName,
  MaxItems: z.string().optional(),
  Marker: z.string().optional(),
});
const createRoleInput = z.strictObject({
  RoleName: roleName,
  AssumeRolePolicyDocument: z.string(),
  Path: z
    .string()
    .regex(/^\/([\x21-\x7e]+\/)?$/)
    .default('/'),
  Description: z.string().max(1000).default(''),
  MaxSessionDuration: sessionSeconds.default(3600),
  Tags: tagList.default({}),
});
const updateRoleInput = z.strictObject({
  RoleName: roleName,
  Description: z.string().max(1000).optional(),
  MaxSessionDuration: sessionSeconds.optional(),
});
const updateRoleDescriptionInput = z.strictObject({ RoleName: roleName, Description: z.string().max(1000) });
const updateTrustInput = z.strictObject({ RoleName: roleName, PolicyDocument: z.string() });
const tagRoleInput = z.strictObject({ RoleName: roleName, Tags: tagList });
const untagRoleInput = z.strictObject({ RoleName: roleName, TagKeys: z.array(z.string()) });

function refuseWhileInUse(role: Role): void {
  if (role.attachedPolicies.length > 0) {
    throw new AwsFault('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
  }
  if (Object.keys(role.inlinePolicies).length > 0) {
    throw new AwsFault('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
  }
}

function describeRole(role: Role, place: AwsPlace): { [name: string]: XmlValue } {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(place, role),
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description === '' ? undefined : role.description,
    MaxSessionDuration: role.maximumSessionSeconds,
    Tags: toTagList(role.tags),
  };
}
