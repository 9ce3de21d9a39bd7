/** One signed request to the stand-in, as the gateway hands it to the service that its credential scope names. */
export interface AwsRequest {
  /** Service in the SigV4 credential scope: `sts`, `iam`, `lambda`, `logs`, `apigateway`, `dynamodb`, `s3` … */
  service: string;
  /** Region in the SigV4 credential scope. */
  region: string;
  /** Access key in the SigV4 credential scope: tells whose call it is. */
  accessKeyId: string;
  method: string;
  /** Path without the query, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Header names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Which action it was, where neither header nor body of the request tells it: for the record of calls, not sent. */
  operation?: string;
}

/** One AWS service of the stand-in. What it does not know it answers with a 4xx or 501 that names service and action. */
export type AwsService = (request: AwsRequest) => AwsResponse | Promise<AwsResponse>;
