import { z } from 'zod';
import { tagMap } from '../tags';

/*
 * What HTTP APIs and their parts can be here: functions behind routes without authorisation, deployed automatically.
 * Throttling, metrics and access logs are kept without effect: they change nothing in what a caller gets.
 */

const description = z.string().max(1024).optional();

export const apiSettings = z.strictObject({
  name: z.string().min(1).max(128),
  protocolType: z.literal('HTTP', 'the local stand-in for AWS has HTTP APIs only'),
  description,
  version: z.string().max(64).optional(),
  disableExecuteApiEndpoint: z.literal(false).default(false),
  apiKeySelectionExpression: z.literal('$request.header.x-api-key').default('$request.header.x-api-key'),
  routeSelectionExpression: z.literal('$request.method $request.path').default('$request.method $request.path'),
  ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
});

export const integrationSettings = z.strictObject({
  integrationType: z.literal('AWS_PROXY', 'the local stand-in for AWS integrates functions only (AWS_PROXY)'),
  integrationUri: z.string().regex(/function:[^:/]+/, 'must be the ARN of a function, or its invoke ARN'),
  payloadFormatVersion: z.literal('2.0', 'the local stand-in for AWS has payload format version 2.0 only'),
  integrationMethod: z.string().default('POST'),
  connectionType: z.literal('INTERNET').default('INTERNET'),
  timeoutInMillis: z.number().int().min(50).max(30_000).default(30_000),
  description,
});

const methods = 'ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT';

export const routeSettings = z.strictObject({
  routeKey: z.string().regex(new RegExp(`^(\\$default|(${methods}) /\\S*)$`), 'must be "METHOD /path" or $default'),
  target: z.string().regex(/^integrations\/\w+$/, 'must be integrations/<identifier>'),
  authorizationType: z.literal('NONE', 'the local stand-in for AWS has no authorisation of routes').default('NONE'),
  apiKeyRequired: z.literal(false).default(false),
  operationName: z.string().max(64).optional(),
});

const throttling = z.strictObject({
  detailedMetricsEnabled: z.boolean().optional(),
  throttlingBurstLimit: z.number().optional(),
  throttlingRateLimit: z.number().optional(),
});

export const stageSettings = z.strictObject({
  stageName: z.string().regex(/^(\$default|[a-zA-Z0-9_-]{1,128})$/),
  autoDeploy: z.literal(true, 'the local stand-in for AWS deploys automatically only: set auto_deploy'),
  description,
  stageVariables: z.record(z.string(), z.string()).default({}),
  defaultRouteSettings: throttling.default({}),
  routeSettings: z.record(z.string(), throttling).default({}),
  accessLogSettings: z
    .strictObject({ destinationArn: z.string().optional(), format: z.string().optional() })
    .optional(),
});

export const tagsInput = tagMap.default({});

export type ApiSettings = z.output<typeof apiSettings>;
export type IntegrationSettings = z.output<typeof integrationSettings>;
export type RouteSettings = z.output<typeof routeSettings>;
export type StageSettings = z.output<typeof stageSettings>;
