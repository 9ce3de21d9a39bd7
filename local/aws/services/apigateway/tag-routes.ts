import { z } from 'zod';
import { AwsFault } from '../../protocols/fault';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { type Tags, tagMap, withoutTags } from '../tags';
import { type ApiGatewayContext, type ApiGatewayState, apiIn, partIn } from './apis';

/** The calls for the tags of APIs and stages, which have an ARN of their own form, without an account. */
export function tagRoutes({ store }: ApiGatewayContext): RestRoute[] {
  const path = '/v2/tags/{ResourceArn}';
  return [
    {
      action: 'GetTags',
      method: 'GET',
      path,
      handle: ({ label }) => ({ json: { tags: taggedIn(store.read(), label('ResourceArn')).tags } }),
    },
    {
      action: 'TagResource',
      method: 'POST',
      path,
      handle: ({ request, label }) => {
        const input = z.strictObject({ tags: tagMap }).parse(parseJson(request.body));
        store.change((state) => {
          Object.assign(taggedIn(state, label('ResourceArn')).tags, input.tags);
        });
        return { status: 201, json: {} };
      },
    },
    {
      action: 'UntagResource',
      method: 'DELETE',
      path,
      handle: ({ request, label }) => {
        store.change((state) => {
          const tagged = taggedIn(state, label('ResourceArn'));
          tagged.tags = withoutTags(tagged.tags, request.query.getAll('tagKeys'));
        });
        return { status: 204 };
      },
    },
  ];
}

/** `arn:aws:apigateway:<region>::/apis/<api>` or `…/apis/<api>/stages/<stage>`. */
function taggedIn(state: ApiGatewayState, arn: string): { tags: Tags } {
  const [, apiId, stageName] = /:\/apis\/([^/]+)(?:\/stages\/(.+))?$/.exec(arn) ?? [];
  if (!apiId) throw new AwsFault('NotFoundException', `Invalid resource identifier specified ${arn}`, 404);
  const api = apiIn(state, apiId);
  return stageName === undefined ? api : partIn(api.stages, 'stage', stageName);
}
