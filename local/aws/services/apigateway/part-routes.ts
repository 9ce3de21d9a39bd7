import type { z } from 'zod';
import { AwsFault } from '../../protocols/fault';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { type ApiGatewayContext, apiIn, type HttpApi, newIdentifier, partIn } from './apis';
import { type IntegrationSettings, integrationSettings, type RouteSettings, routeSettings } from './inputs';

/** The calls for integrations and routes, which differ in what they are made of and in what they refuse. */
export function partRoutes(context: ApiGatewayContext): RestRoute[] {
  return [...routesOf(context, integrations), ...routesOf(context, routes)];
}

interface PartKind<Settings extends object> {
  /** Ends the names of the actions, and stands in messages. */
  name: string;
  collection: 'integrations' | 'routes';
  identifier: 'integrationId' | 'routeId';
  settings: z.ZodType<Settings>;
  partsOf(api: HttpApi): Record<string, Settings>;
  /** Throws where the part, with these settings, cannot be in the API. */
  check(api: HttpApi, settings: Settings, id?: string): void;
  /** Throws where the part cannot be taken away. */
  checkDelete(api: HttpApi, id: string): void;
}

const integrations: PartKind<IntegrationSettings> = {
  name: 'Integration',
  collection: 'integrations',
  identifier: 'integrationId',
  settings: integrationSettings,
  partsOf: (api) => api.integrations,
  check: () => undefined,
  checkDelete: (api, id) => {
    const user = Object.values(api.routes).find((route) => route.target === `integrations/${id}`);
    if (user) {
      throw new AwsFault(
        'ConflictException',
        `Cannot delete Integration '${id}', Route '${user.routeKey}' uses it`,
        409,
      );
    }
  },
};

const routes: PartKind<RouteSettings> = {
  name: 'Route',
  collection: 'routes',
  identifier: 'routeId',
  settings: routeSettings,
  partsOf: (api) => api.routes,
  check: (api, { routeKey, target }, id) => {
    partIn(api.integrations, 'Integration', target.replace('integrations/', ''));
    if (Object.entries(api.routes).some(([otherId, other]) => otherId !== id && other.routeKey === routeKey)) {
      throw new AwsFault('ConflictException', `Route with key ${routeKey} already exists for this API`, 409);
    }
  },
  checkDelete: () => undefined,
};

function routesOf<Settings extends object>({ store }: ApiGatewayContext, kind: PartKind<Settings>): RestRoute[] {
  const collectionPath = `/v2/apis/{ApiId}/${kind.collection}`;
  const partPath = `${collectionPath}/{PartId}`;
  return [
    {
      action: `Create${kind.name}`,
      method: 'POST',
      path: collectionPath,
      handle: ({ request, label }) => {
        const settings = kind.settings.parse(parseJson(request.body));
        const id = newIdentifier();
        store.change((state) => {
          const api = apiIn(state, label('ApiId'));
          kind.check(api, settings);
          kind.partsOf(api)[id] = settings;
        });
        return { status: 201, json: { ...settings, [kind.identifier]: id } };
      },
    },
    {
      action: `Get${kind.name}`,
      method: 'GET',
      path: partPath,
      handle: ({ label }) => {
        const id = label('PartId');
        const settings = partIn(kind.partsOf(apiIn(store.read(), label('ApiId'))), kind.name, id);
        return { json: { ...settings, [kind.identifier]: id } };
      },
    },
    {
      action: `Update${kind.name}`,
      method: 'PATCH',
      path: partPath,
      handle: ({ request, label }) => {
        const id = label('PartId');
        const changes = parseJson(request.body) as object;
        const settings = store.change((state) => {
          const api = apiIn(state, label('ApiId'));
          const changed = kind.settings.parse({ ...partIn(kind.partsOf(api), kind.name, id), ...changes });
          kind.check(api, changed, id);
          kind.partsOf(api)[id] = changed;
          return changed;
        });
        return { json: { ...settings, [kind.identifier]: id } };
      },
    },
    {
      action: `Delete${kind.name}`,
      method: 'DELETE',
      path: partPath,
      handle: ({ label }) => {
        store.change((state) => {
          const api = apiIn(state, label('ApiId'));
          const id = label('PartId');
          partIn(kind.partsOf(api), kind.name, id);
          kind.checkDelete(api, id);
          delete kind.partsOf(api)[id];
        });
        return { status: 204 };
      },
    },
  ];
}
