import path from 'node:path';
import type { Deployment } from '../table/deployment';
import { bundleFunction } from './bundle/bundle-function';
import type { FunctionCode } from './constructs/function';
import { FUNCTION_ENTRIES, FUNCTION_NAMES, type FunctionName, type Functions } from './functions';
import { createApp } from './main';
import { OUTPUT_DIRECTORY, STACK_NAMES, type SynthesisedStack, stackOf } from './stack';

interface SynthOptions {
  deploymentName: string;
  deployment: Deployment;
  /** The newest expand migration: functions refuse to work on a table that lacks it. */
  requiredMigration: string;
}

/** Bundles the functions and writes `cdktf.out/stacks/<stack>/cdk.tf.json`. */
export async function synth(options: SynthOptions): Promise<SynthesisedStack[]> {
  const bundled = await Promise.all(
    FUNCTION_NAMES.map(async (name) => [name, await bundle(name, options.deployment)] as const),
  );
  createApp({ ...options, functions: Object.fromEntries(bundled) as Functions }).synth();
  return STACK_NAMES.map(stackOf);
}

async function bundle(name: FunctionName, { functions }: Deployment): Promise<FunctionCode> {
  const { zipFile, sha256 } = await bundleFunction({
    name,
    entry: FUNCTION_ENTRIES[name],
    outputDirectory: path.join(OUTPUT_DIRECTORY, 'functions'),
    sourceMap: functions.sourceMap,
  });
  return { zipFile: path.relative(stackOf('service').directory, zipFile).split(path.sep).join('/'), sha256 };
}
