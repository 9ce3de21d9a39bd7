import { AwsFault } from '../../protocols/fault';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { type ApiGatewayContext, apiIn, partIn, type Stage } from './apis';
import { type StageSettings, stageSettings, tagsInput } from './inputs';

/** The calls for stages. */
export function stageRoutes({ store }: ApiGatewayContext): RestRoute[] {
  const path = '/v2/apis/{ApiId}/stages/{StageName}';
  return [
    {
      action: 'CreateStage',
      method: 'POST',
      path: '/v2/apis/{ApiId}/stages',
      handle: ({ request, label }) => {
        const { tags, ...settings } = stageSettings.extend({ tags: tagsInput }).parse(parseJson(request.body));
        const now = new Date().toISOString();
        const stage: Stage = { settings, tags, createdAt: now, updatedAt: now };
        store.change((state) => {
          const { stages } = apiIn(state, label('ApiId'));
          if (Object.hasOwn(stages, settings.stageName))
            throw new AwsFault('ConflictException', 'Stage already exists', 409);
          stages[settings.stageName] = stage;
        });
        return { status: 201, json: describeStage(stage) };
      },
    },
    {
      action: 'GetStage',
      method: 'GET',
      path,
      handle: ({ label }) => ({
        json: describeStage(partIn(apiIn(store.read(), label('ApiId')).stages, 'stage', label('StageName'))),
      }),
    },
    {
      action: 'UpdateStage',
      method: 'PATCH',
      path,
      handle: ({ request, label }) => {
        const changes = parseJson(request.body) as object;
        const stage = store.change((state) => {
          const changed = partIn(apiIn(state, label('ApiId')).stages, 'stage', label('StageName'));
          changed.settings = merge(changed.settings, changes);
          changed.updatedAt = new Date().toISOString();
          return changed;
        });
        return { json: describeStage(stage) };
      },
    },
    {
      action: 'DeleteStage',
      method: 'DELETE',
      path,
      handle: ({ label }) => {
        store.change((state) => {
          const { stages } = apiIn(state, label('ApiId'));
          delete stages[partIn(stages, 'stage', label('StageName')).settings.stageName];
        });
        return { status: 204 };
      },
    },
    {
      action: 'DeleteAccessLogSettings',
      method: 'DELETE',
      path: `${path}/accesslogsettings`,
      handle: ({ label }) => {
        store.change((state) => {
          const stage = partIn(apiIn(state, label('ApiId')).stages, 'stage', label('StageName'));
          delete stage.settings.accessLogSettings;
        });
        return { status: 204 };
      },
    },
  ];
}

/** Stage variables are merged into those that there are; one that is sent empty is taken away. So are access logs. */
function merge(settings: StageSettings, changes: object): StageSettings {
  const changed = stageSettings.parse({ ...settings, ...changes });
  const variables = Object.entries({ ...settings.stageVariables, ...changed.stageVariables });
  return {
    ...changed,
    stageVariables: Object.fromEntries(variables.filter(([, value]) => value !== '')),
    accessLogSettings: changed.accessLogSettings?.destinationArn ? changed.accessLogSettings : undefined,
  };
}

function describeStage(stage: Stage): object {
  return { ...stage.settings, createdDate: stage.createdAt, lastUpdatedDate: stage.updatedAt, tags: stage.tags };
}
