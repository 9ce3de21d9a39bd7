import { AwsFault } from '../../protocols/fault';

/**
 * The documents of the managed policies that a role can carry here, by ARN. Only those of AWS that concern nothing but
 * log output: others would grant what the stand-in does not have, or far more than the stacks are meant to.
 */
const documents: Record<string, string> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ],
  }),
};

/** The managed policy's document. Throws NoSuchEntity for one that the stand-in does not know. */
export function managedPolicyDocument(arn: string): string {
  const document = Object.hasOwn(documents, arn) ? documents[arn] : undefined;
  if (document) return document;
  throw new AwsFault(
    'NoSuchEntity',
    `Policy ${arn} does not exist or is not attachable: the local stand-in for AWS knows ${Object.keys(documents).join(', ')}. Grant what the role needs with an inline policy.`,
    404,
  );
}
