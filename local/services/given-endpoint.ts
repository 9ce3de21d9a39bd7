import { answersRequests } from '../dynamodb/answers';
import { LocalError } from '../errors';

type EndpointVariable = 'AWS_ENDPOINT_URL_DYNAMODB' | 'AWS_ENDPOINT_URL';

/** It may be far away, or busy; a port where nothing listens refuses at once. */
const PATIENCE_MILLISECONDS = 10_000;

/**
 * The endpoint that a variable names, of a DynamoDB that somebody else runs; undefined where it names none. Ask before
 * anything is started or stopped for it: what is wrong with it is found here.
 *
 * @throws {LocalError} `invalid-setting` for what is no URL, `dynamodb-unreachable` where no DynamoDB answers
 */
export async function givenEndpoint(variable: EndpointVariable): Promise<string | undefined> {
  const value = process.env[variable];
  if (!value) return undefined;
  const remedy =
    'Correct it, or unset it: yarn local up and yarn deploy local then start a DynamoDB Local of their own.';
  if (!/^https?:$/.test(protocolOf(value))) {
    const message = `${variable} is ${JSON.stringify(value)}, which is no URL as http://127.0.0.1:8000 is one. ${remedy}`;
    throw new LocalError('invalid-setting', message);
  }
  if (await answersRequests(value, PATIENCE_MILLISECONDS)) return value;
  const message = `${variable} is ${JSON.stringify(value)}, and no DynamoDB answers there. ${remedy}`;
  throw new LocalError('dynamodb-unreachable', message);
}

/** Empty where it is no URL. */
const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');
