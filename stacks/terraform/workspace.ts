import path from 'node:path';
import type { Writable } from 'node:stream';
import { REPOSITORY, type SynthesisedStack } from '../stack';

/** What tells one deployment's stack from another's to Terraform. */
export interface WorkspaceEnvironment {
  deploymentName: string;
  stack: SynthesisedStack;
  /** What Terraform gets beside the process's own environment; `undefined` takes a variable away. */
  environment: Record<string, string | undefined>;
}

/** One synthesised stack of one deployment, with all that Terraform needs to run on it. */
export interface Workspace extends WorkspaceEnvironment {
  /** Aborted by Ctrl-C, or where going on would be in vain: Terraform is interrupted once, and has the time to write its state. */
  signal: AbortSignal;
  /** Everything that Terraform says is appended here. */
  logFile: string;
  /** Held open by Terraform as well: what was started for it lives as long as it does. */
  lifeline?: Writable;
  /** Each of Terraform's events as it comes. */
  onEvent?(event: TerraformEvent): void;
  /** Each line that is no event: all of those of a command without `-json`. */
  onText?(line: string): void;
}

/** A line of Terraform's `-json` output. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface TerraformEvent {
  '@level': string;
  '@message': string;
  /** ISO 8601. */
  '@timestamp'?: string;
  type: string;
  hook?: { resource?: EventResource; action?: string; elapsed_seconds?: number };
  change?: { resource: EventResource; action: PlannedAction; reason?: string };
  diagnostic?: Diagnostic;
}

export interface Diagnostic {
  severity: 'error' | 'warning';
  summary: string;
  detail?: string;
  /** Of the resource that it is about, if it is about one. */
  address?: string;
}

/** `remove`, or `forget`, takes out of the state what goes on existing. */
export type PlannedAction =
  | 'create'
  | 'update'
  | 'replace'
  | 'delete'
  | 'read'
  | 'noop'
  | 'move'
  | 'import'
  | 'remove'
  | 'forget';

interface EventResource {
  addr: string;
  /** e.g. `aws_iam_role`; what is in a module has its own type here. */
  resource_type?: string;
}

/**
 * Where Terraform keeps what it makes for one deployment's stack: beside the repository's other working files, not in
 * `cdktf.out`, which can be deleted and is shared by all deployments.
 */
export function dataDirectory({
  deploymentName,
  stack,
}: Pick<WorkspaceEnvironment, 'deploymentName' | 'stack'>): string {
  const parent = deploymentName === 'local' ? '.local/terraform' : `.groundwork/terraform/${deploymentName}`;
  return path.join(REPOSITORY, parent, stack.name);
}

/** The plan that was made last, for `apply`. */
export const planFile = (workspace: Workspace): string => path.join(dataDirectory(workspace), 'plan');
