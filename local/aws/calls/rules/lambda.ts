import { decodePercents } from '../../../percent-encoding';
import { type AwsPlace, regionalArn } from '../../arn';
import { type Call, type NeededRight, type RightsRule, textOf } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaRights: RightsRule = (call) => [
  { action: `lambda:${ACTIONS[call.operation] ?? call.operation}`, resource: resourceOf(call), ...contextOf(call) },
  ...passedRole(call),
];

/** Those whose action has another name. */
const ACTIONS: Record<string, string> = { Invoke: 'InvokeFunction' };

/** `/<version>/functions/<name>/…`, `/<version>/event-source-mappings/<uuid>`, `/<version>/tags/<arn>` */
function resourceOf({ request, input, place }: Call): string {
  const [, , kind, label = ''] = request.path.split('/').map(decodePercents);
  if (kind === 'tags') return label;
  if (kind === 'event-source-mappings') {
    return label === '' ? '*' : regionalArn('lambda', place, `event-source-mapping:${label}`);
  }
  return functionArn(label || textOf(input.FunctionName), place);
}

const functionArn = (name: string, place: AwsPlace): string =>
  name.startsWith('arn:') ? name : regionalArn('lambda', place, `function:${name}`);

/** A mapping has no name before it is made: its function is what a policy can narrow it to. */
function contextOf({ operation, input: { FunctionName: name }, place }: Call): Pick<NeededRight, 'context'> {
  if (operation !== 'CreateEventSourceMapping') return {};
  return { context: { 'lambda:FunctionArn': functionArn(textOf(name), place) } };
}

/** Who gives a function a role needs the right to pass that role on to Lambda. */
function passedRole({ operation, input: { Role: role } }: Call): NeededRight[] {
  if (!['CreateFunction', 'UpdateFunctionConfiguration'].includes(operation) || typeof role !== 'string') return [];
  return [{ action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } }];
}
