import { accessSync, chmodSync, constants, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import type { PlannedChange } from '../../../stacks/terraform/plan';
import { planFile, type Workspace } from '../../../stacks/terraform/workspace';
import { ScriptsError } from '../errors';
import type { PlanOrigin } from './origin';

/** A plan that was kept for later, as the file of `yarn plan --out` has it. */
export interface SavedPlan {
  origin: PlanOrigin;
  /** ISO 8601, UTC. */
  madeAt: string;
  stacks: SavedStack[];
}

interface SavedStack {
  stack: string;
  pending: boolean;
  changes: PlannedChange[];
}

/** Grows when the file changes its form. */
const FORMAT = 1;

/** Terraform's plan of each stack, and what it was made for, in one file that only its owner may read: it holds secrets. */
export function savePlan(
  file: string,
  origin: PlanOrigin,
  planned: readonly (SavedStack & { workspace: Workspace })[],
): void {
  const stacks = planned.map(({ stack, pending, changes }) => ({ stack, pending, changes }));
  const description = { format: FORMAT, origin, madeAt: new Date().toISOString(), stacks };
  const plans = planned.map(({ stack, workspace }) => [`${stack}.tfplan`, readFileSync(planFile(workspace))]);
  const content = { [DESCRIPTION]: Buffer.from(JSON.stringify(description)), ...Object.fromEntries(plans) };
  try {
    // The mode is for a new file alone: one that is there, and is written over, keeps its own.
    if (existsSync(file)) chmodSync(file, 0o600);
    writeFileSync(file, zipSync(content), { mode: 0o600 });
  } catch (cause) {
    throw notWritten(file, messageOf(cause), cause);
  }
}

/**
 * That a plan can be written there is looked at before it is made, which takes long.
 *
 * @throws {ScriptsError} `plan-not-written`
 */
export function requirePlaceFor(file: string): void {
  const folder = path.dirname(file);
  const problem = problemWith(file, folder);
  if (problem === undefined) return;
  throw notWritten(file, problem);
}

const notWritten = (file: string, reason: string, cause?: unknown): ScriptsError =>
  new ScriptsError('plan-not-written', `The plan can't be written to ${path.resolve(file)}: ${reason}`, { cause });

function problemWith(file: string, folder: string): string | undefined {
  if (isFolder(file)) return `it is a folder. Name a file, e.g. ${path.join(file, 'deploy.plan')}.`;
  if (!isFolder(folder)) return `there is no folder ${folder}. Make it, or name a file in another one.`;
  try {
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
    return undefined;
  } catch (cause) {
    return `${messageOf(cause)}. Name a file that you may write.`;
  }
}

const isFolder = (file: string): boolean => existsSync(file) && statSync(file).isDirectory();

/** @throws {ScriptsError} `no-plan-file`, `not-a-plan` */
export function readPlan(file: string): SavedPlan {
  const description = unzip(file)[DESCRIPTION];
  const { format, ...plan } = description ? JSON.parse(Buffer.from(description).toString('utf8')) : { format: 0 };
  if (format === FORMAT) return plan as SavedPlan;
  throw notAPlan(file, description ? `its format is ${format}, and this version reads ${FORMAT}` : 'it lacks a part');
}

/** Puts a stack's plan where `apply` takes it from. */
export function takePlan(file: string, stack: string, workspace: Workspace): void {
  const plan = unzip(file)[`${stack}.tfplan`];
  if (!plan) throw notAPlan(file, `it has no plan of the stack ${stack}`);
  // One that is there already would keep its mode.
  rmSync(planFile(workspace), { force: true });
  writeFileSync(planFile(workspace), plan, { mode: 0o600 });
}

const DESCRIPTION = 'groundwork.json';

function unzip(file: string): Record<string, Uint8Array> {
  const bytes = read(file);
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw notAPlan(file, messageOf(cause), cause);
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const message = `The plan ${path.resolve(file)} can't be read: ${messageOf(cause)}. Make it with yarn plan [deployment] --out FILE.`;
    throw new ScriptsError('no-plan-file', message, { cause });
  }
}

const notAPlan = (file: string, reason: string, cause?: unknown): ScriptsError =>
  new ScriptsError('not-a-plan', `${file} is no plan that yarn plan --out wrote (${reason}). Make one with it.`, {
    cause,
  });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
