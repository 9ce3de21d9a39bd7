import { App } from 'cdktf';
import type { Deployment } from '../table/deployment';
import type { Functions } from './functions';
import { ServiceStack } from './service-stack';
import { OUTPUT_DIRECTORY, type StackName } from './stack';

interface AppOptions {
  deploymentName: string;
  deployment: Deployment;
  /** The bundled functions by name. */
  functions: Functions;
  requiredMigration: string;
}

/** The CDKTF app: all stacks of one deployment. */
export function createApp(options: AppOptions): App {
  const app = new App({ outdir: OUTPUT_DIRECTORY });
  new ServiceStack(app, 'service' satisfies StackName, options);
  return app;
}
