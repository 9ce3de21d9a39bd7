import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsFault } from '../../protocols/fault';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import { tagMap } from '../tags';
import { isUnusedCode, keepCode, zipFileInput } from './code';
import {
  checkEnvironment,
  codeSha256,
  configurationInput,
  configurationUpdateInput,
  describeFunction,
  type FunctionConfiguration,
} from './configuration';
import type { LambdaContext } from './context';
import { functionIn, type LambdaFunction } from './functions';
import { checkRole } from './role';

/** The calls that make, read, change and delete functions. */
export function functionRoutes(context: LambdaContext): RestRoute[] {
  const { place, store } = context;
  const one = (name: string): LambdaFunction => functionIn(store.read(), place, name);
  return [
    {
      action: 'CreateFunction',
      method: 'POST',
      path: '/2015-03-31/functions',
      handle: ({ request }) => ({ status: 201, json: createFunction(context, parseJson(request.body)) }),
    },
    {
      action: 'GetFunction',
      method: 'GET',
      path: '/2015-03-31/functions/{FunctionName}',
      handle: ({ label }) => ({ json: describeWhole(context, one(label('FunctionName'))) }),
    },
    {
      action: 'GetFunctionConfiguration',
      method: 'GET',
      path: '/2015-03-31/functions/{FunctionName}/configuration',
      handle: ({ label }) => ({ json: describeFunction(one(label('FunctionName')), place) }),
    },
    {
      action: 'UpdateFunctionCode',
      method: 'PUT',
      path: '/2015-03-31/functions/{FunctionName}/code',
      handle: ({ request, label }) => ({
        json: updateCode(context, label('FunctionName'), parseJson(request.body)),
      }),
    },
    {
      action: 'UpdateFunctionConfiguration',
      method: 'PUT',
      path: '/2015-03-31/functions/{FunctionName}/configuration',
      handle: ({ request, label }) => ({
        json: updateConfiguration(context, label('FunctionName'), parseJson(request.body)),
      }),
    },
    {
      action: 'DeleteFunction',
      method: 'DELETE',
      path: '/2015-03-31/functions/{FunctionName}',
      handle: ({ label }) => deleteFunction(context, label('FunctionName')),
    },
    {
      action: 'ListVersionsByFunction',
      method: 'GET',
      path: '/2015-03-31/functions/{FunctionName}/versions',
      handle: ({ label }) => ({ json: { Versions: [describeFunction(one(label('FunctionName')), place)] } }),
    },
    {
      action: 'GetFunctionCodeSigningConfig',
      method: 'GET',
      path: '/2020-06-30/functions/{FunctionName}/code-signing-config',
      handle: ({ label }) => ({ json: { FunctionName: one(label('FunctionName')).name } }),
    },
  ];
}

const architectures = z.array(z.enum(['x86_64', 'arm64'])).length(1);
/** Only `$LATEST` is there: publishing numbered versions is refused. */
const publish = z.literal(false, 'numbered versions are not supported by the local stand-in for AWS').optional();
const createInput = z.strictObject({
  ...configurationInput.shape,
  FunctionName: z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/),
  Code: zipFileInput,
  Architectures: architectures.default(['x86_64']),
  PackageType: z.literal('Zip').optional(),
  Publish: publish,
  Tags: tagMap.default({}),
});
const updateCodeInput = z.strictObject({
  ...zipFileInput.shape,
  Architectures: architectures.optional(),
  Publish: publish,
  RevisionId: z.string().optional(),
});

function createFunction(context: LambdaContext, body: unknown): object {
  const { FunctionName, Code, Tags, PackageType: _packageType, Publish: _publish, ...rest } = createInput.parse(body);
  checkRole(context, FunctionName, rest.Role);
  checkEnvironment(rest.Environment);
  return context.store.change((state) => {
    if (Object.hasOwn(state.functions, FunctionName)) {
      throw new AwsFault('ResourceConflictException', `Function already exist: ${FunctionName}`, 409);
    }
    const lambda: LambdaFunction = {
      name: FunctionName,
      configuration: configurationOf(rest),
      ...keepCode(context.blobs, Code.ZipFile),
      ...newRevision(),
      permissions: [],
      tags: Tags,
    };
    state.functions[FunctionName] = lambda;
    return describeFunction(lambda, context.place);
  });
}

function describeWhole({ place }: LambdaContext, lambda: LambdaFunction): object {
  return {
    Configuration: describeFunction(lambda, place),
    Code: { RepositoryType: 'S3', Location: `https://awslambda.invalid/${lambda.codeBlob}.zip` },
    Tags: lambda.tags,
    ...(lambda.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: lambda.reservedConcurrency } }),
  };
}

function updateCode(context: LambdaContext, name: string, body: unknown): object {
  const input = updateCodeInput.parse(body);
  const before = functionIn(context.store.read(), context.place, name);
  checkRevision(before, input.RevisionId);
  const after = context.store.change((state) => {
    const lambda = functionIn(state, context.place, name);
    lambda.configuration.Architectures = input.Architectures ?? lambda.configuration.Architectures;
    return Object.assign(lambda, keepCode(context.blobs, input.ZipFile), newRevision());
  });
  retire(context, before);
  return describeFunction(after, context.place);
}

function updateConfiguration(context: LambdaContext, name: string, body: unknown): object {
  const { RevisionId, ...input } = configurationUpdateInput.parse(body);
  const before = functionIn(context.store.read(), context.place, name);
  checkRevision(before, RevisionId);
  if (input.Role) checkRole(context, before.name, input.Role);
  checkEnvironment(input.Environment);
  const after = context.store.change((state) => {
    const lambda = functionIn(state, context.place, name);
    lambda.configuration = configurationOf({ ...lambda.configuration, ...input });
    return Object.assign(lambda, newRevision());
  });
  retire(context, before);
  return describeFunction(after, context.place);
}

function deleteFunction(context: LambdaContext, nameOrArn: string): { status: number } {
  const lambda = functionIn(context.store.read(), context.place, nameOrArn);
  context.store.change((state) => {
    delete state.functions[lambda.name];
  });
  retire(context, lambda);
  return { status: 204 };
}

/**
 * Ends the processes that run what the function was, and removes its code where no function has it any longer. Not waited
 * for: the processes first finish what they run, up to 15 minutes, and new invocations do not go to them in any case.
 */
function retire({ runner, blobs, store, onLog }: LambdaContext, before: LambdaFunction): void {
  if (isUnusedCode(store.read(), before.codeBlob)) blobs.remove(before.codeBlob);
  runner
    .retire(before.name)
    .then(() => (isUnusedCode(store.read(), before.codeBlob) ? runner.removeCode(codeSha256(before)) : undefined))
    .catch((error: unknown) => onLog(`lambda: what ${before.name} was is not gone: ${String(error)}`));
}

function newRevision(): { modifiedAt: string; revisionId: string } {
  return { modifiedAt: new Date().toISOString(), revisionId: randomUUID() };
}

function checkRevision(lambda: LambdaFunction, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === lambda.revisionId) return;
  throw new AwsFault(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
  );
}

/** Of the input, what is kept: the parameters that may only say nothing are not among it. */
function configurationOf(input: FunctionConfiguration): FunctionConfiguration {
  const { Role, Handler, Runtime, Description, Timeout, MemorySize, Environment, Architectures } = input;
  const { EphemeralStorage, TracingConfig, LoggingConfig } = input;
  return {
    ...{ Role, Handler, Runtime, Description, Timeout, MemorySize, Environment, Architectures },
    ...{ EphemeralStorage, TracingConfig, LoggingConfig },
  };
}
