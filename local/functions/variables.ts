import { dirname, join } from 'node:path';
import type { FunctionSpecification } from './specification';

interface Surroundings {
  codeDirectory: string;
  runtimeApiAddress: string;
  logStreamName: string;
  /** Credentials, region and endpoint. */
  provided: Record<string, string>;
}

/**
 * The variables of an execution environment: those that Lambda sets, what the stand-in provides, and the function's own;
 * nothing of this process's environment. Lambda's reserved names cannot be set by the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentVariables(
  specification: FunctionSpecification,
  { codeDirectory, runtimeApiAddress, logStreamName, provided }: Surroundings,
): Record<string, string> {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    ...provided,
    ...specification.environment,
    _HANDLER: specification.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${specification.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: specification.name,
    AWS_LAMBDA_FUNCTION_VERSION: specification.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(specification.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: specification.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_LAMBDA_RUNTIME_API: runtimeApiAddress,
    LAMBDA_TASK_ROOT: codeDirectory,
    LAMBDA_RUNTIME_DIR: join(__dirname, 'runtime'),
  };
}
