import type { AwsResponse } from '../service';
import { accessDeniedMessage, jsonAnswer } from './answers';
import { recordOf, recordsOf } from './attribute-values';
import type { Denial } from './authoriser';
import type { ForwardedResponse } from './forward';
import { withBody } from './relay';

/**
 * BatchExecuteStatement answers for each statement by itself: the ones that are not allowed get AccessDenied among the
 * Responses, and the others are carried out. `denials` holds, for each statement, why it is not allowed.
 */
export async function answerAllowedStatements(
  body: Record<string, unknown>,
  options: {
    denials: readonly (Denial | undefined)[];
    roleArn: string;
    forward: (body: Buffer) => Promise<ForwardedResponse>;
  },
): Promise<AwsResponse> {
  const { denials, roleArn } = options;
  const allowed = recordsOf(body.Statements).filter((_, index) => denials[index] === undefined);
  if (allowed.length === 0) return jsonAnswer(200, JSON.stringify({ Responses: merge([], denials, roleArn) }));
  const response = await options.forward(Buffer.from(JSON.stringify({ ...body, Statements: allowed })));
  if (response.status !== 200) return response;
  const answer = recordOf(JSON.parse(response.body.toString('utf8')));
  const merged = { ...answer, Responses: merge(recordsOf(answer.Responses), denials, roleArn) };
  return withBody(response, JSON.stringify(merged));
}

function merge(responses: readonly unknown[], denials: readonly (Denial | undefined)[], roleArn: string): unknown[] {
  const remaining = [...responses];
  return denials.map((denial) =>
    denial
      ? {
          Error: { Code: 'AccessDenied', Message: accessDeniedMessage(roleArn, denial) },
          TableName: denial.access.table,
        }
      : remaining.shift(),
  );
}
