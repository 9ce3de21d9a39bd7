import type { Deployment } from '../../table/deployment';
import { partitionOf } from '../../table/partition';
import { rolePattern } from '../constructs/role-name';
import { type CiPlace, type CiRight, globalArn, regionalArn } from './right';

/** What Terraform makes: all of it is named after the table. A stack with another kind of resource needs more: add it here. */
export function stackRights({ table, alarmTopic }: Deployment, place: CiPlace): CiRight[] {
  const named = `${table.name}-*`;
  const functions = regionalArn('lambda', place, `function:${named}`);
  const roles = globalArn('iam', place, `role/${rolePattern(table.name, place.region)}`);
  return [
    ...functionRights(functions, place),
    ...roleRights(roles),
    ...apiRights(place),
    ...logRights(named, place),
    ...messageRights(named, alarmTopic, place),
    ...monitoringRights(table.name, place),
  ];
}

const step = 'stack';

function functionRights(functions: string, place: CiPlace): CiRight[] {
  const ofMappings = { ArnLike: { 'lambda:FunctionArn': functions } };
  const mappings = regionalArn('lambda', place, 'event-source-mapping:*');
  return [
    {
      step,
      plan: lambda('GetFunction', 'GetFunctionCodeSigningConfig', 'GetPolicy', 'ListVersionsByFunction'),
      deploy: lambda(
        ...['CreateFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'],
        ...['DeleteFunction', 'AddPermission', 'RemovePermission'],
      ),
      resources: [functions],
      why: 'The functions, and that their HTTP API may call them.',
    },
    {
      step,
      plan: [],
      deploy: lambda('CreateEventSourceMapping'),
      resources: ['*'],
      condition: ofMappings,
      why: 'What reads the table’s stream. AWS knows no resource of it before it is made; the condition narrows it to the functions.',
    },
    {
      step,
      plan: lambda('GetEventSourceMapping', 'ListTags'),
      deploy: [],
      resources: [mappings],
      why: 'The same. AWS gives it a random name.',
    },
    {
      step,
      plan: [],
      deploy: lambda('UpdateEventSourceMapping', 'DeleteEventSourceMapping'),
      resources: [mappings],
      condition: ofMappings,
      why: 'The same; the condition narrows it to the functions.',
    },
  ];
}

function roleRights(roles: string): CiRight[] {
  return [
    {
      step,
      plan: iam('GetRole', 'GetRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'),
      deploy: iam(
        ...['CreateRole', 'UpdateAssumeRolePolicy', 'DeleteRole', 'ListInstanceProfilesForRole'],
        ...['PutRolePolicy', 'DeleteRolePolicy'],
      ),
      resources: [roles],
      why: 'The functions’ roles and their inline policies. Managed policies can’t be attached.',
    },
    {
      step,
      plan: [],
      deploy: iam('PassRole'),
      resources: [roles],
      condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      why: 'Gives a function its role: these roles only, and to Lambda only.',
    },
  ];
}

function apiRights({ region }: CiPlace): CiRight[] {
  const apis = `arn:${partitionOf(region)}:apigateway:${region}::/apis`;
  return [
    {
      step,
      plan: ['apigateway:GET'],
      deploy: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
      resources: [apis, `${apis}/*`],
      why: 'The HTTP API with its routes. AWS gives it a random name, and its actions are the verbs of HTTP: these are all HTTP APIs of the region.',
    },
  ];
}

function logRights(named: string, place: CiPlace): CiRight[] {
  return [
    {
      step,
      plan: ['logs:ListTagsForResource'],
      deploy: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
      resources: [regionalArn('logs', place, `log-group:/aws/lambda/${named}`)],
      why: 'The functions’ log groups. What is in them can’t be read.',
    },
    {
      step,
      plan: ['logs:DescribeLogGroups'],
      deploy: [],
      resources: [regionalArn('logs', place, 'log-group:*')],
      why: 'AWS decides it on all groups, whichever is looked for.',
    },
  ];
}

function messageRights(named: string, alarmTopic: string | undefined, place: CiPlace): CiRight[] {
  const queues: CiRight = {
    step,
    plan: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
    deploy: ['sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:DeleteQueue'],
    resources: [regionalArn('sqs', place, named)],
    why: 'The queues of what could not be worked off. Their messages can’t be read.',
  };
  if (alarmTopic === undefined || alarmTopic.startsWith('arn:')) return [queues];
  const topic: CiRight = {
    step,
    plan: ['sns:GetTopicAttributes', 'sns:ListTagsForResource'],
    deploy: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:DeleteTopic'],
    resources: [regionalArn('sns', place, alarmTopic)],
    why: 'The topic that the alarms tell, where the stack makes it.',
  };
  return [queues, topic];
}

function monitoringRights(tableName: string, place: CiPlace): CiRight[] {
  return [
    {
      step,
      plan: ['cloudwatch:ListTagsForResource'],
      deploy: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
      resources: [regionalArn('cloudwatch', place, `alarm:${tableName}-*`)],
      why: 'The alarms.',
    },
    {
      step,
      plan: ['cloudwatch:DescribeAlarms'],
      deploy: [],
      resources: [regionalArn('cloudwatch', place, 'alarm:*')],
      why: 'AWS decides it on all alarms, whichever is looked for.',
    },
    {
      step,
      plan: ['cloudwatch:GetDashboard'],
      deploy: ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
      resources: [globalArn('cloudwatch', place, `dashboard/${tableName}-${place.region}`)],
      why: 'The dashboard.',
    },
  ];
}

const lambda = (...names: string[]): string[] => names.map((name) => `lambda:${name}`);
const iam = (...names: string[]): string[] => names.map((name) => `iam:${name}`);
