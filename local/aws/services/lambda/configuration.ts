import { z } from 'zod';
import type { AwsPlace } from '../../arn';
import { AwsFault } from '../../protocols/fault';
import { functionArn, type LambdaFunction } from './functions';

/** Limits: AWS Lambda developer guide, "Lambda quotas"; CreateFunction in the API reference. */
const maximumEnvironmentBytes = 4096;

/** The variables that Lambda sets itself and lets no one else set. Source: developer guide, "Defined runtime environment variables". */
const reservedVariables = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

const unsupported = 'is not supported by the local stand-in for AWS';
const empty = z.array(z.unknown()).max(0, unsupported).optional();
const fields = {
  Role: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/),
  Handler: z.string().regex(/^[^\s]{1,128}$/),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'the local stand-in for AWS runs Node.js functions only (nodejs22.x)'),
  Description: z.string().max(256),
  Timeout: z.number().int().min(1).max(900),
  MemorySize: z.number().int().min(128).max(10_240),
  Environment: z
    .strictObject({ Variables: z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string()).optional() })
    .transform(({ Variables = {} }) => Variables),
  EphemeralStorage: z.strictObject({ Size: z.number().int().min(512).max(10_240) }),
  TracingConfig: z.strictObject({ Mode: z.enum(['PassThrough', 'Active']) }),
  LoggingConfig: z.strictObject({
    LogFormat: z.enum(['Text', 'JSON']).default('Text'),
    LogGroup: z.string().optional(),
    ApplicationLogLevel: z.string().optional(),
    SystemLogLevel: z.string().optional(),
  }),
};

/** Those that may be sent as long as they say nothing. */
const inertFields = {
  Layers: empty,
  FileSystemConfigs: empty,
  KMSKeyArn: z.literal('', unsupported).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.literal('', unsupported).optional() }).optional(),
  ImageConfig: z.strictObject({}).optional(),
  SnapStart: z.strictObject({ ApplyOn: z.literal('None', unsupported) }).optional(),
  VpcConfig: z
    .strictObject({
      SubnetIds: empty,
      SecurityGroupIds: empty,
      Ipv6AllowedForDualStack: z.literal(false, unsupported).optional(),
    })
    .optional(),
};

/** The parameters that configure a function, as CreateFunction takes them. */
export const configurationInput = z.strictObject({
  ...inertFields,
  Role: fields.Role,
  Handler: fields.Handler,
  Runtime: fields.Runtime,
  Description: fields.Description.default(''),
  Timeout: fields.Timeout.default(3),
  MemorySize: fields.MemorySize.default(128),
  Environment: fields.Environment.optional(),
  EphemeralStorage: fields.EphemeralStorage.default({ Size: 512 }),
  TracingConfig: fields.TracingConfig.default({ Mode: 'PassThrough' }),
  LoggingConfig: fields.LoggingConfig.default({ LogFormat: 'Text' }),
});

/** The same for UpdateFunctionConfiguration: what is absent stays as it was. */
export const configurationUpdateInput = z.strictObject({ ...inertFields, ...fields, RevisionId: z.string() }).partial();

/** A function's configuration as it is kept. Architectures come with the code. */
export type FunctionConfiguration = Omit<z.output<typeof configurationInput>, keyof typeof inertFields> & {
  Architectures: string[];
};

/** Throws InvalidParameterValueException for variables that Lambda would not take, in its words. */
export function checkEnvironment(variables: Record<string, string> | undefined): void {
  const refusal =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables ?? {}).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    throw new AwsFault(
      'InvalidParameterValueException',
      `${refusal} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables ?? {})) > maximumEnvironmentBytes) {
    throw new AwsFault('InvalidParameterValueException', `${refusal} exceeded the 4KB limit.`);
  }
}

/** The function as Lambda describes it in its answers. Everything here is done when it is asked for: always Active. */
export function describeFunction(lambda: LambdaFunction, place: AwsPlace): object {
  const { Environment, ...configuration } = lambda.configuration;
  return {
    ...configuration,
    ...(Object.keys(Environment ?? {}).length > 0 ? { Environment: { Variables: Environment } } : {}),
    FunctionName: lambda.name,
    FunctionArn: functionArn(place, lambda.name),
    CodeSize: lambda.codeBytes,
    CodeSha256: codeSha256(lambda),
    LastModified: lambda.modifiedAt.replace('Z', '+0000'),
    LastUpdateStatus: 'Successful',
    LoggingConfig: { ...configuration.LoggingConfig, LogGroup: logGroupOf(lambda) },
    PackageType: 'Zip',
    RevisionId: lambda.revisionId,
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    State: 'Active',
    Version: '$LATEST',
  };
}

/** SHA-256 of the deployment package in base64, as Lambda gives it. */
export function codeSha256(lambda: LambdaFunction): string {
  return Buffer.from(lambda.codeBlob, 'hex').toString('base64');
}

export function logGroupOf(lambda: LambdaFunction): string {
  return lambda.configuration.LoggingConfig.LogGroup ?? `/aws/lambda/${lambda.name}`;
}
