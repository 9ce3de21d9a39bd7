import { restJsonService } from '../../protocols/rest-json';
import type { AwsService } from '../../service';
import type { LambdaContext } from './context';
import { functionRoutes } from './function-routes';
import { type InvokeFunction, invocationRoutes } from './invocation';
import { permissionRoutes } from './permission-routes';
import { settingRoutes } from './setting-routes';

/** Lambda: functions from a zip, who may invoke them, their tags and reserved concurrency, and Invoke. */
export function lambdaService(context: LambdaContext, invoke: InvokeFunction): AwsService {
  return restJsonService({
    service: 'lambda',
    routes: [
      ...functionRoutes(context),
      ...permissionRoutes(context),
      ...settingRoutes(context),
      ...invocationRoutes(context, invoke),
    ],
  });
}
