import path from 'node:path';

/** The repository's root: what Terraform and the bundler read and write is named relative to it. */
export const REPOSITORY = path.resolve(__dirname, '..');

/** Where the stacks and the functions' code are written. */
export const OUTPUT_DIRECTORY = path.join(REPOSITORY, 'cdktf.out');

export interface SynthesisedStack {
  name: StackName;
  /** Folder with its `cdk.tf.json`, where Terraform runs. */
  directory: string;
}

/** The stacks of a deploy, in the order in which they are deployed. */
export const STACK_NAMES = ['service'] as const;

/** The stack that a person deploys by itself, with `yarn ci-role`. */
export const CI_ROLE = 'ci-role';

export type StackName = (typeof STACK_NAMES)[number] | typeof CI_ROLE;

export const stackOf = (name: StackName): SynthesisedStack => ({
  name,
  directory: path.join(OUTPUT_DIRECTORY, 'stacks', name),
});
