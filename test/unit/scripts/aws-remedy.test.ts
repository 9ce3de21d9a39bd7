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
    sdkError('Error', 'connect ECONNREFUSED 203.0.113.1:443', 'ECONNREFUSED'),
    'When the network is back',
  ],
  ['a name that is not found', sdkError('Error', 'getaddrinfo', 'ENOTFOUND'), 'When the network is back'],
  ['a connection that is cut', sdkError('TimeoutError', 'socket hang up', 'ECONNRESET'), 'When the network is back'],
  [
    'an address far away that looks like one of this machine',
    sdkError('Error', 'connect ETIMEDOUT 2600:1f18::1a2b:443', 'ETIMEDOUT'),
    'When the network is back',
  ],
  ['a right that is missing', sdkError('AccessDeniedException', 'User: a is not authorized'), 'docs/permissions.md'],
  [
    'a local service that has ended',
    sdkError('Error', 'connect ECONNREFUSED 127.0.0.1:8000', 'ECONNREFUSED'),
    'yarn local up starts it again',
  ],
  [
    'one that was asked for at localhost',
    Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:8000')]), {
      ...{ code: 'ECONNREFUSED', $metadata: {} },
    }),
    '.local/logs/',
  ],
])('%s', (_, error, remedy) => {
  expect(awsRemedy(error)).toContain(remedy);
});

test('what did not come from AWS is left alone, whatever it says', () => {
  expect(awsRemedy(new BootstrapError('migration-failed', 'The token has expired'))).toBeUndefined();
  expect(awsRemedy(sdkError('ValidationException', 'The item already exists'))).toBeUndefined();
  expect(awsRemedy('ExpiredToken')).toBeUndefined();
});
