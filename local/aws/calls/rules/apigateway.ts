import type { RightsRule } from '../call';

/**
 * API Gateway's actions are the verbs of HTTP, and its resources the paths: those of HTTP APIs without the `/v2`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 */
export const apiGatewayRights: RightsRule = ({ request: { method, path, region } }) => [
  { action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${path.replace(/^\/v2/, '')}` },
];
