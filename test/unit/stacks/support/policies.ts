import type { Condition } from '../../../../stacks/constructs/grants/statement';
import { resourcesOf, type Synthesised } from './synthesised';

export interface PolicyStatement {
  Effect: string;
  Action: string[];
  Resource: string;
  Condition?: Condition;
}

export const TABLE_ARN = 'arn:aws:dynamodb:eu-central-1:123456789012:table/things';
export const STREAM_ARN = `${TABLE_ARN}/stream/2026-01-01T00:00:00.000`;

/**
 * The documents of all inline policies as IAM gets them from Terraform, by the policy's name: with ARNs in the place of
 * references, and without Terraform's escapes.
 */
export function documentsOf(stack: Synthesised): Map<string, string> {
  return new Map(
    resourcesOf(stack, 'aws_iam_role_policy').map(({ name, policy }) => [
      String(name),
      asTerraformWrites(String(policy)),
    ]),
  );
}

/** The statements of the policy of that name; none where there is no such policy. */
export function statementsOf(stack: Synthesised, policyName: string): PolicyStatement[] {
  const document = documentsOf(stack).get(policyName);
  return document === undefined ? [] : (JSON.parse(document) as { Statement: PolicyStatement[] }).Statement;
}

const ARNS: Record<string, string> = {
  'aws_dynamodb_table.arn': TABLE_ARN,
  'aws_dynamodb_table.stream_arn': STREAM_ARN,
  'aws_cloudwatch_log_group.arn': 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/things-api',
  'aws_sqs_queue.arn': 'arn:aws:sqs:eu-central-1:123456789012:things-api-dead-letters',
};

function asTerraformWrites(text: string): string {
  return text.replaceAll(/\$\$\{|%%\{|\$\{(?:data\.)?(\w+)\.[\w-]+\.(\w+)\}/g, (found, type, attribute) => {
    if (type === undefined) return found.slice(1);
    const arn = ARNS[`${type}.${attribute}`];
    if (!arn) throw new Error(`Nothing is known of the reference ${found}`);
    return arn;
  });
}
