import path from 'node:path';
import type { Deployment } from '../table/deployment';
import { bundleFunction } from './bundle/bundle-function';
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
  const api = await bundleFunction({
    name: 'api',
    entry: 'lambda/api/handler.ts',
    outputDirectory: path.join(OUTPUT_DIRECTORY, 'functions'),
    sourceMap: options.deployment.functions.sourceMap,
  });
  const zipFile = path.relative(stackOf('service').directory, api.zipFile).split(path.sep).join('/');
  createApp({ ...options, functions: { api: { zipFile, sha256: api.sha256 } } }).synth();
  return STACK_NAMES.map(stackOf);
}
