import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { servicesOverHttp } from './stand-in';

let aws: Awaited<ReturnType<typeof servicesOverHttp>>;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  aws = await servicesOverHttp();
  cloudwatch = aws.client(CloudWatchClient);
});
afterAll(() => aws.close());

const query = async (form: Record<string, string>) => {
  const { status, body } = await aws.services.query('monitoring', form);
  return { status, body: String(body) };
};
const arnOf = (name: string) => `arn:aws:cloudwatch:eu-central-1:000000000000:alarm:${name}`;
const alarm = (AlarmName: string): PutMetricAlarmCommandInput => ({
  AlarmName,
  MetricName: 'Errors',
  Namespace: 'AWS/Lambda',
  Statistic: 'Sum',
  Dimensions: [{ Name: 'FunctionName', Value: 'api' }],
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: ['arn:aws:sns:eu-central-1:000000000000:alarms'],
});

async function described(name: string) {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms;
}

describe('an alarm', () => {
  test('comes back as it was put, never having seen data', async () => {
    await cloudwatch.send(new PutMetricAlarmCommand(alarm('errors')));
    expect(await described('errors')).toEqual([
      {
        ...alarm('errors'),
        ...{ ActionsEnabled: true, OKActions: [], InsufficientDataActions: [] },
        AlarmArn: arnOf('errors'),
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        AlarmConfigurationUpdatedTimestamp: expect.any(Date),
        StateUpdatedTimestamp: expect.any(Date),
        StateTransitionedTimestamp: expect.any(Date),
      },
    ]);
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    expect(await described('errors')).toEqual([]);
  });

  test('may watch an expression over metrics', async () => {
    const { MetricName, Namespace, Statistic, Period, Dimensions, ...rest } = alarm('rate');
    const Metric = { Namespace, MetricName, Dimensions };
    const Metrics = [
      { Id: 'rate', Expression: '100 * errors', Label: 'Rate', ReturnData: true },
      { Id: 'errors', MetricStat: { Metric, Period, Stat: Statistic }, ReturnData: false },
    ];
    await cloudwatch.send(new PutMetricAlarmCommand({ ...rest, Metrics }));
    expect(await described('rate')).toEqual([expect.objectContaining({ Metrics })]);
  });

  test('keeps its tags when it is put again', async () => {
    const Tags = [
      { Key: 'Stage', Value: 'one' },
      { Key: 'Owner', Value: 'two' },
    ];
    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm('tagged'), Tags }));
    const ResourceARN = arnOf('tagged');
    await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'Team', Value: 'three' }] }));
    await cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['Stage'] }));
    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm('tagged'), Tags }));
    expect((await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
      { Key: 'Owner', Value: 'two' },
      { Key: 'Team', Value: 'three' },
    ]);
  });

  test.each([
    ['without a statistic', { Statistic: undefined }, 'a statistic'],
    ['with a period that is none', { Period: 61 }, 'multiple of 60'],
    ['with what has no effect here', { EvaluationCriteria: {} }, 'does not support EvaluationCriteria'],
  ])('%s is refused', async (_, changes, message) => {
    const body = Buffer.from(JSON.stringify({ ...alarm('refused'), ...changes }));
    const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricAlarm' };
    const response = await aws.services.call('monitoring', { headers, body });
    expect({ status: response.status, body: String(response.body) }).toEqual({
      status: 400,
      body: expect.stringContaining(message),
    });
  });
});

test('the Terraform provider puts and reads alarms by the query protocol', async () => {
  const put = await query({
    ...{ Action: 'PutMetricAlarm', AlarmName: 'of-terraform', ActionsEnabled: 'true', MetricName: 'Errors' },
    ...{ Namespace: 'AWS/Lambda', Statistic: 'Sum', Period: '60', EvaluationPeriods: '1', Threshold: '0' },
    ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'missing' },
    ...{ 'Dimensions.member.1.Name': 'FunctionName', 'Dimensions.member.1.Value': 'a & b' },
  });
  expect(put.status).toBe(200);
  const { body } = await query({ Action: 'DescribeAlarms', 'AlarmNames.member.1': 'of-terraform' });
  expect(body).toContain('<Threshold>0</Threshold>');
  expect(body).toContain('<Dimensions><member><Name>FunctionName</Name><Value>a &amp; b</Value></member></Dimensions>');
  expect(body).toMatch(/<StateUpdatedTimestamp>\d{4}-\d\d-\d\dT[^<]+Z</);
});

describe('a dashboard', () => {
  const body = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '# Grüße' } }] });

  test('comes back as it was put, and is listed until it is deleted', async () => {
    const DashboardName = 'service';
    await cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: body }));
    expect(await cloudwatch.send(new GetDashboardCommand({ DashboardName }))).toMatchObject({
      DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/service',
      DashboardBody: body,
    });
    const listed = await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: 'ser' }));
    expect(listed.DashboardEntries).toEqual([
      expect.objectContaining({ DashboardName, Size: Buffer.byteLength(body), LastModified: expect.any(Date) }),
    ]);
    await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [DashboardName] }));
    // The code by which the Terraform provider knows that it is gone.
    expect(await query({ Action: 'GetDashboard', DashboardName })).toEqual({
      status: 404,
      body: expect.stringContaining('<Code>ResourceNotFound</Code>'),
    });
  });

  test.each(['no JSON', '{}'])('with the body %s is refused', async (DashboardBody) => {
    const put = cloudwatch.send(new PutDashboardCommand({ DashboardName: 'refused', DashboardBody }));
    await expect(put).rejects.toThrow(/JSON object|widgets/);
  });
});
