import { z } from 'zod';
import { LocalError } from '../../../errors';
import { AwsFault } from '../../protocols/fault';
import { parseJson } from '../../protocols/json';
import type { RestRoute } from '../../protocols/rest-json';
import type { LambdaContext } from './context';
import { functionArn, functionIn, type LambdaFunction, type PermissionStatement } from './functions';
import { conditionsOf } from './permissions';

/** The calls for a function's resource policy: who may invoke it. */
export function permissionRoutes({ place, store }: LambdaContext): RestRoute[] {
  return [
    {
      action: 'AddPermission',
      method: 'POST',
      path: '/2015-03-31/functions/{FunctionName}/policy',
      handle: ({ request, label }) => {
        const input = permissionInput.parse(parseJson(request.body));
        checkConditions(input);
        const statement = store.change((state) => {
          const lambda = functionIn(state, place, label('FunctionName'));
          return addStatement(lambda, toStatement(input, functionArn(place, lambda.name)));
        });
        return { status: 201, json: { Statement: JSON.stringify(statement) } };
      },
    },
    {
      action: 'GetPolicy',
      method: 'GET',
      path: '/2015-03-31/functions/{FunctionName}/policy',
      handle: ({ label }) => {
        const lambda = functionIn(store.read(), place, label('FunctionName'));
        if (lambda.permissions.length === 0) throw noPolicy();
        const policy = { Version: '2012-10-17', Id: 'default', Statement: lambda.permissions };
        return { json: { Policy: JSON.stringify(policy), RevisionId: lambda.revisionId } };
      },
    },
    {
      action: 'RemovePermission',
      method: 'DELETE',
      path: '/2015-03-31/functions/{FunctionName}/policy/{StatementId}',
      handle: ({ label }) => {
        store.change((state) => {
          const lambda = functionIn(state, place, label('FunctionName'));
          const rest = lambda.permissions.filter(({ Sid }) => Sid !== label('StatementId'));
          if (rest.length === lambda.permissions.length) throw noPolicy();
          lambda.permissions = rest;
        });
        return { status: 204 };
      },
    },
  ];
}

const permissionInput = z.strictObject({
  StatementId: z.string().regex(/^[a-zA-Z0-9-_]{1,100}$/),
  Action: z.string().regex(/^lambda:(\*|[a-zA-Z]+)$/),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

type PermissionInput = z.output<typeof permissionInput>;

/** Throws InvalidParameterValueException for a source that could not be held against a caller later. */
function checkConditions(input: PermissionInput): void {
  try {
    conditionsOf(toStatement(input, '*'));
  } catch (cause) {
    if (!(cause instanceof LocalError)) throw cause;
    throw new AwsFault('InvalidParameterValueException', cause.message, 400, { cause });
  }
}

function toStatement(input: PermissionInput, resource: string): PermissionStatement {
  const condition = {
    ...(input.SourceAccount ? { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } } : {}),
    ...(input.SourceArn ? { ArnLike: { 'AWS:SourceArn': input.SourceArn } } : {}),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: input.Principal.endsWith('.amazonaws.com') ? { Service: input.Principal } : { AWS: input.Principal },
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}

function addStatement(lambda: LambdaFunction, statement: PermissionStatement): PermissionStatement {
  if (lambda.permissions.some(({ Sid }) => Sid === statement.Sid)) {
    throw new AwsFault(
      'ResourceConflictException',
      `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      409,
    );
  }
  lambda.permissions.push(statement);
  return statement;
}

function noPolicy(): AwsFault {
  return new AwsFault('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
}
