import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestWorkspace } from './test-workspace';

/**
 * Makes a shell script the Terraform of this test. Before `body` it writes its arguments to a file.
 *
 * @returns the arguments of each of its runs so far
 */
export function fakeTerraform({ directory, write }: TestWorkspace, body: string): () => string[] {
  const calls = path.join(directory, 'calls');
  process.env.TERRAFORM_BINARY_NAME = write('fake-terraform', `#!/bin/sh\necho "$*" >> '${calls}'\n${body}\n`, 0o755);
  return () => linesOf(calls);
}

/** The lines of a file, none where there is no such file. */
export function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** A shell command that says an event as Terraform's `-json` does. */
export function sayEvent(type: string, more: object = {}): string {
  const event = { '@level': 'info', '@message': `said ${type}`, type, ...more };
  return `cat <<'EVENT'\n${JSON.stringify(event)}\nEVENT`;
}
