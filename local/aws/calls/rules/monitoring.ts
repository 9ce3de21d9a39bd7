import { globalArn, regionalArn } from '../../arn';
import { type Call, type RightsRule, textOf, textsOf } from '../call';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const monitoringRights: RightsRule = (call) =>
  resourcesOf(call).map((resource) => ({ action: `cloudwatch:${call.operation}`, resource }));

function resourcesOf({ operation, input, place }: Call): string[] {
  const alarm = (name: string) => regionalArn('cloudwatch', place, `alarm:${name}`);
  const dashboard = (name: string) => globalArn('cloudwatch', place, `dashboard/${name}`);
  if (typeof input.ResourceARN === 'string') return [input.ResourceARN];
  if (typeof input.DashboardName === 'string') return [dashboard(input.DashboardName)];
  if (Array.isArray(input.DashboardNames)) return textsOf(input.DashboardNames).map(dashboard);
  // Decided on all alarms, whichever it is asked for.
  if (operation === 'DescribeAlarms') return [alarm('*')];
  if (Array.isArray(input.AlarmNames)) return textsOf(input.AlarmNames).map(alarm);
  return input.AlarmName ? [alarm(textOf(input.AlarmName))] : ['*'];
}
