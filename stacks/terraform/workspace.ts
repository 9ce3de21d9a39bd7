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
  /** Aborted by Ctrl-C: Terraform is interrupted once, and has the time to write its state. */
  signal: AbortSignal;
  /** Everything that Terraform says is appended here. */
  logFile: string;
  /** Held open by Terraform as well: what was started for it lives as long as it does. */
  lifeline?: Writable;
  /** Each of Terraform's events as it comes. */
  onEvent?(event: TerraformEvent): void;
}

/** A line of Terraform's `-json` output. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface TerraformEvent {
  '@level': string;
  '@message': string;
  type: string;
  hook?: { resource?: EventResource; action?: string; elapsed_seconds?: number };
  change?: { resource: EventResource; action: PlannedAction; reason?: string };
  changes?: { add: number; change: number; remove: number };
  outputs?: Record<string, { value?: unknown; action?: string; sensitive: boolean }>;
  diagnostic?: { severity: 'error' | 'warning'; summary: string; detail?: string; address?: string };
}

export type PlannedAction = 'create' | 'update' | 'replace' | 'delete' | 'read' | 'noop' | 'move' | 'import' | 'remove';

export interface EventResource {
  addr: string;
  resource_type: string;
  resource_name: string;
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
