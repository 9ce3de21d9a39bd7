import { z } from 'zod';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { type Tags, tagMap, withoutTags } from '../tags';
import type { LambdaContext } from './context';
import { mappingIn, mappingUuidOf } from './event-sources/mappings';
import { functionIn, type LambdaState } from './functions';

/** The calls for the tags of functions and event source mappings, and for a function's reserved concurrency. */
export function settingRoutes(context: LambdaContext): RestRoute[] {
  return [...tagRoutes(context), ...concurrencyRoutes(context)];
}

function tagRoutes({ place, store }: LambdaContext): RestRoute[] {
  const path = '/2017-03-31/tags/{Resource}';
  const tagged = (state: LambdaState, arn: string): { tags: Tags } => {
    const uuid = mappingUuidOf(arn);
    return uuid === undefined ? functionIn(state, place, arn) : mappingIn(state, uuid);
  };
  return [
    {
      action: 'ListTags',
      method: 'GET',
      path,
      handle: ({ label }) => ({ json: { Tags: tagged(store.read(), label('Resource')).tags } }),
    },
    {
      action: 'TagResource',
      method: 'POST',
      path,
      handle: ({ request, label }) => {
        const input = z.strictObject({ Tags: tagMap }).parse(parseJson(request.body));
        store.change((state) => {
          Object.assign(tagged(state, label('Resource')).tags, input.Tags);
        });
        return { status: 204 };
      },
    },
    {
      action: 'UntagResource',
      method: 'DELETE',
      path,
      handle: ({ request, label }) => {
        store.change((state) => {
          const resource = tagged(state, label('Resource'));
          resource.tags = withoutTags(resource.tags, request.query.getAll('tagKeys'));
        });
        return { status: 204 };
      },
    },
  ];
}

function concurrencyRoutes({ place, store }: LambdaContext): RestRoute[] {
  const path = '/2017-10-31/functions/{FunctionName}/concurrency';
  return [
    {
      action: 'PutFunctionConcurrency',
      method: 'PUT',
      path,
      handle: ({ request, label }) => {
        const input = concurrencyInput.parse(parseJson(request.body));
        store.change((state) => {
          functionIn(state, place, label('FunctionName')).reservedConcurrency = input.ReservedConcurrentExecutions;
        });
        return { json: input };
      },
    },
    {
      action: 'DeleteFunctionConcurrency',
      method: 'DELETE',
      path,
      handle: ({ label }) => {
        store.change((state) => {
          delete functionIn(state, place, label('FunctionName')).reservedConcurrency;
        });
        return { status: 204 };
      },
    },
    {
      action: 'GetFunctionConcurrency',
      method: 'GET',
      path: '/2019-09-30/functions/{FunctionName}/concurrency',
      handle: ({ label }) => ({
        json: {
          ReservedConcurrentExecutions: functionIn(store.read(), place, label('FunctionName')).reservedConcurrency,
        },
      }),
    },
  ];
}

const concurrencyInput = z.strictObject({ ReservedConcurrentExecutions: z.number().int().min(0) });
