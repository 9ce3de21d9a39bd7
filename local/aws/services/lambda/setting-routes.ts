import { z } from 'zod';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { tagMap, withoutTags } from '../tags';
import type { LambdaContext } from './context';
import { functionIn } from './functions';

/** The calls for a function's tags and its reserved concurrency. */
export function settingRoutes(context: LambdaContext): RestRoute[] {
  return [...tagRoutes(context), ...concurrencyRoutes(context)];
}

function tagRoutes({ place, store }: LambdaContext): RestRoute[] {
  const path = '/2017-03-31/tags/{Resource}';
  return [
    {
      action: 'ListTags',
      method: 'GET',
      path,
      handle: ({ label }) => ({ json: { Tags: functionIn(store.read(), place, label('Resource')).tags } }),
    },
    {
      action: 'TagResource',
      method: 'POST',
      path,
      handle: ({ request, label }) => {
        const input = z.strictObject({ Tags: tagMap }).parse(parseJson(request.body));
        store.change((state) => {
          Object.assign(functionIn(state, place, label('Resource')).tags, input.Tags);
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
          const lambda = functionIn(state, place, label('Resource'));
          lambda.tags = withoutTags(lambda.tags, request.query.getAll('tagKeys'));
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
