import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Whether something at the endpoint answers as DynamoDB does, within that time. */
export function answersRequests(endpoint: string, withinMilliseconds = 2000): Promise<boolean> {
  const request = endpoint.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const options = {
      method: 'POST',
      agent: false as const,
      timeout: withinMilliseconds,
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': 'DynamoDB_20120810.ListTables',
        // DynamoDB Local verifies no signature, but wants the header to have its form.
        Authorization:
          'AWS4-HMAC-SHA256 Credential=local/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
    };
    const probe = request(endpoint, options, (response) => {
      response.resume();
      response.once('end', () => resolve(isOfDynamodb(response)));
      response.once('error', () => resolve(false));
    });
    probe.once('timeout', () => probe.destroy());
    probe.once('error', () => resolve(false));
    probe.end('{}');
  });
}

/** Also one that does not take these credentials, as a DynamoDB that somebody else runs may not, but refuses them as AWS does. */
const isOfDynamodb = ({ statusCode = 500, headers }: IncomingMessage): boolean =>
  statusCode === 200 || (statusCode < 500 && 'x-amzn-requestid' in headers);
