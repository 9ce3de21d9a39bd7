import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { type ApiGatewayContext, apiIn, type HttpApi, newIdentifier } from './apis';
import { apiSettings, tagsInput } from './inputs';

/** The calls for HTTP APIs themselves. */
export function apiRoutes(context: ApiGatewayContext): RestRoute[] {
  const { store } = context;
  return [
    {
      action: 'CreateApi',
      method: 'POST',
      path: '/v2/apis',
      handle: ({ request }) => {
        const { tags, ...settings } = apiSettings.extend({ tags: tagsInput }).parse(parseJson(request.body));
        const api: HttpApi = {
          id: newIdentifier(),
          createdAt: new Date().toISOString(),
          settings,
          tags,
          integrations: {},
          routes: {},
          stages: {},
        };
        store.change((state) => {
          state.apis[api.id] = api;
        });
        return { status: 201, json: describeApi(api, context) };
      },
    },
    {
      action: 'GetApi',
      method: 'GET',
      path: '/v2/apis/{ApiId}',
      handle: ({ label }) => ({ json: describeApi(apiIn(store.read(), label('ApiId')), context) }),
    },
    {
      action: 'UpdateApi',
      method: 'PATCH',
      path: '/v2/apis/{ApiId}',
      handle: ({ request, label }) => {
        const changes = parseJson(request.body) as object;
        const api = store.change((state) => {
          const changed = apiIn(state, label('ApiId'));
          changed.settings = apiSettings.parse({ ...changed.settings, ...changes });
          return changed;
        });
        return { json: describeApi(api, context) };
      },
    },
    {
      action: 'DeleteApi',
      method: 'DELETE',
      path: '/v2/apis/{ApiId}',
      handle: ({ label }) => {
        store.change((state) => {
          delete state.apis[apiIn(state, label('ApiId')).id];
        });
        return { status: 204 };
      },
    },
  ];
}

function describeApi(api: HttpApi, context: ApiGatewayContext): object {
  return {
    ...api.settings,
    apiId: api.id,
    apiEndpoint: `${context.endpoint()}/execute-api/${api.id}`,
    createdDate: api.createdAt,
    tags: api.tags,
  };
}
