import { App } from 'cdktf';
import type { Deployment } from '../table/deployment';
import type { FunctionCode } from './constructs/function';
import { requireNoTable } from './own-no-table';
import { ServiceStack } from './service-stack';
import { OUTPUT_DIRECTORY, type StackName } from './stack';

interface AppOptions {
  deploymentName: string;
  deployment: Deployment;
  /** The bundled functions by name. */
  functions: { api: FunctionCode };
  requiredMigration: string;
}

/**
 * The CDKTF app: all stacks of one deployment.
 *
 * @throws {StacksError} `table-in-stack`
 */
export function createApp({ functions, ...options }: AppOptions): App {
  const app = new App({ outdir: OUTPUT_DIRECTORY });
  new ServiceStack(app, 'service' satisfies StackName, { ...options, apiCode: functions.api });
  requireNoTable(app);
  return app;
}
