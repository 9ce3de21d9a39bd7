import { regionalArn } from '../../arn';
import { type Call, type RightsRule, textOf } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logsRights: RightsRule = (call) => [{ action: `logs:${call.operation}`, resource: resourceOf(call) }];

function resourceOf({ operation, input: { logGroupName: name, resourceArn: arn }, place }: Call): string {
  if (typeof arn === 'string') return arn;
  // Asked of all groups, with a prefix or without.
  if (operation === 'DescribeLogGroups') return regionalArn('logs', place, 'log-group::log-stream:');
  return typeof name === 'string' ? regionalArn('logs', place, `log-group:${textOf(name)}`) : '*';
}
