import { StacksError } from '../errors';
import type { Block, Place, StackDocument } from './stack-document';

/**
 * A text of a stack with Terraform's references replaced by what they will be, without Terraform: names as the stack has
 * them, and ARNs, which follow from the names, the account and the region.
 *
 * @throws {StacksError} `unknown-reference` for one whose value does not follow from the stack
 */
export function resolveReferences(text: string, stack: StackDocument, place: Place): string {
  // Doubled dollars are how Terraform writes a policy variable of IAM: it leaves one of them, and resolves nothing.
  return text.replaceAll(/(\$)?\$\{([^{}]*)\}/g, (_, escaped: string | undefined, reference: string) =>
    escaped === undefined ? referenced(reference, stack, place) : `\${${reference}}`,
  );
}

function referenced(reference: string, stack: StackDocument, place: Place): string {
  const [, data, type = '', name = '', attribute = ''] =
    /^(data\.)?([a-z0-9]+_[a-z0-9_]+)\.([\w-]+)\.([a-z_]+)$/.exec(reference) ?? [];
  const block = (data ? stack.data : stack.resource)?.[type]?.[name];
  const argument = block?.[attribute];
  if (typeof argument === 'string') return resolveReferences(argument, stack, place);
  const read = COMPUTED[`${data ?? ''}${type}`]?.[attribute];
  const value = block && read?.({ place, argument: argumentReader(block, stack, place) });
  if (value !== undefined) return value;
  throw new StacksError(
    'unknown-reference',
    `What \${${reference}} is can't be told without Terraform. Where a policy needs it, say in ` +
      'stacks/rights/resolve-references.ts how it follows from the resource.',
  );
}

interface Known {
  place: Place;
  /** An argument that the stack gives the resource. */
  argument(name: string): string | undefined;
}

function argumentReader(block: Block, stack: StackDocument, place: Place): Known['argument'] {
  return (name) => {
    const value = block[name];
    return typeof value === 'string' ? resolveReferences(value, stack, place) : undefined;
  };
}

type Computed = (known: Known) => string | undefined;

/** The attributes that AWS makes, by the type of the resource: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, Computed>>>> = {
  'data.aws_dynamodb_table': {
    arn: regional('dynamodb', 'name', 'table/'),
    // A stream's label is the time when it was made: which one it is makes no difference to who may read it.
    stream_arn: regional('dynamodb', 'name', 'table/', '/stream/2026-01-01T00:00:00.000'),
  },
  aws_cloudwatch_log_group: { arn: regional('logs', 'name', 'log-group:') },
  aws_iam_role: {
    id: ({ argument }) => argument('name'),
    arn: ({ place, argument }) => withName(`arn:aws:iam::${place.accountId}:role/`, argument('name')),
  },
  aws_lambda_function: { arn: regional('lambda', 'function_name', 'function:') },
  aws_sns_topic: { arn: regional('sns', 'name') },
  aws_sqs_queue: { arn: regional('sqs', 'name') },
};

/** `arn:aws:<service>:<region>:<account>:<before><name><after>` */
function regional(service: string, name: string, before = '', after = ''): Computed {
  return ({ place: { region, accountId }, argument }) =>
    withName(`arn:aws:${service}:${region}:${accountId}:${before}`, argument(name), after);
}

function withName(before: string, name: string | undefined, after = ''): string | undefined {
  return name === undefined ? undefined : `${before}${name}${after}`;
}
