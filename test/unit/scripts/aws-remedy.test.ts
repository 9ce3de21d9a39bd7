import { BootstrapError } from '../../../bootstrap/errors';
import { awsRemedy } from '../../../scripts/support/aws-remedy';

/** An error as the SDK throws it. */
const sdkError = (name: string, message: string, code?: string) =>
  Object.assign(new Error(message), { name, ...(code && { code }), $metadata: { attempts: 3 } });

const expired = sdkError('ExpiredTokenException', 'The security token included in the request is expired');

test.each([
  ['expired credentials', expired, 'Log in again (aws sso login)'],
  ['what expired credentials led to', new BootstrapError('migration-failed', 'a', { cause: expired }), 'Log in again'],
  [
    'a connection that is refused',
    sdkError('Error', 'connect 127.0.0.1:1', 'ECONNREFUSED'),
    'When the network is back',
  ],
  ['a name that is not found', sdkError('Error', 'getaddrinfo', 'ENOTFOUND'), 'When the network is back'],
  ['a connection that is cut', sdkError('TimeoutError', 'socket hang up', 'ECONNRESET'), 'When the network is back'],
  ['a right that is missing', sdkError('AccessDeniedException', 'User: a is not authorized'), 'docs/permissions.md'],
])('%s', (_, error, remedy) => {
  expect(awsRemedy(error)).toContain(remedy);
});

test('what did not come from AWS is left alone, whatever it says', () => {
  expect(awsRemedy(new BootstrapError('migration-failed', 'The token has expired'))).toBeUndefined();
  expect(awsRemedy(sdkError('ValidationException', 'The item already exists'))).toBeUndefined();
  expect(awsRemedy('ExpiredToken')).toBeUndefined();
});
