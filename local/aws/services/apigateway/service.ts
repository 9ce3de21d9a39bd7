import { restJsonService } from '../../protocols/rest-json';
import type { AwsService } from '../../service';
import { apiRoutes } from './api-routes';
import type { ApiGatewayContext } from './apis';
import { partRoutes } from './part-routes';
import { stageRoutes } from './stage-routes';
import { tagRoutes } from './tag-routes';

/** API Gateway version 2: HTTP APIs, their integrations, routes and stages, and tags. */
export function apiGatewayService(context: ApiGatewayContext): AwsService {
  return restJsonService({
    service: 'apigateway',
    routes: [...apiRoutes(context), ...partRoutes(context), ...stageRoutes(context), ...tagRoutes(context)],
  });
}
