/** What the runner needs to know of a function: its code and its configuration, in Lambda's own terms. */
export interface FunctionSpecification {
  name: string;
  arn: string;
  /** `$LATEST` or the number of a published version. */
  version: string;
  /** Module and exported name, `index.handler`. */
  handler: string;
  /** Identifier of the runtime, `nodejs22.x`: passed on to the function; the Node that runs it is this process's own. */
  runtime: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  /** The function's own variables. */
  environment: Record<string, string>;
  /** Path of the deployment package. */
  zipFile: string;
  /** Base64 SHA-256 of the deployment package, as Lambda reports it. */
  codeSha256: string;
  logGroup: string;
}
