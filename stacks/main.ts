import { App } from 'cdktf';
import type { Deployment } from '../table/deployment';
import { CiRoleStack } from './ci-role';
import type { Functions } from './functions';
import { requireNoTable } from './own-no-table';
import { ServiceStack } from './service-stack';
import { CI_ROLE, OUTPUT_DIRECTORY, type StackName } from './stack';

interface AppOptions {
  deploymentName: string;
  deployment: Deployment;
  /** The bundled functions by name. */
  functions: Functions;
  requiredMigration: string;
}

/**
 * The CDKTF app: all stacks of a deploy of one deployment.
 *
 * @throws {StacksError} `table-in-stack`
 */
export function createApp(options: AppOptions): App {
  const app = new App({ outdir: OUTPUT_DIRECTORY });
  new ServiceStack(app, 'service' satisfies StackName, options);
  requireNoTable(app);
  return app;
}

/**
 * The roles for CI of one deployment.
 *
 * @throws {StacksError} `no-ci-role`
 */
export function createCiRoleApp(options: Pick<AppOptions, 'deploymentName' | 'deployment'>): App {
  const app = new App({ outdir: OUTPUT_DIRECTORY });
  new CiRoleStack(app, CI_ROLE, options);
  return app;
}
