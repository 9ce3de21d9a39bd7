import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { terraformBinary } from './run';

/** `Terraform 1.11.4`, or what the binary that is used calls itself; undefined where it can't be asked. */
export async function terraformVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(terraformBinary(), ['version'], {
      env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
    });
    return /^(\S+) v(\S+)/.exec(stdout)?.slice(1).join(' ');
  } catch {
    return undefined;
  }
}
