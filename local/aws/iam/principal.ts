import type { Policy } from './policy';

/**
 * Whose call it is. An administrator's calls are not authorised further: that is Terraform and the developer. A role's
 * calls are what a function makes.
 */
export type Principal =
  | { kind: 'administrator' }
  | {
      kind: 'role';
      /** ARN of the role's session: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
      arn: string;
      /** The role's identity-based policies. */
      policies: readonly Policy[];
      /** Changes whenever the policies do, so that decisions can be remembered under it. */
      version: string;
    };
