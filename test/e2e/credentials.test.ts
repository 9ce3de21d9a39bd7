import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Checkout, createCheckout } from './support/checkout';
import { type Listener, serve, startBlackHole } from './support/loopback';

jest.setTimeout(60_000);

/** A port where nothing listens: one that was free a moment ago may be another test's by now. */
const NOBODY = 'http://127.0.0.1:9';

const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

/** `staging` has an account behind it: whose credentials are used is settled before anything is written. */
describe('credentials that are not there, or not the right ones', () => {
  let checkout: Checkout;
  let before: string[];

  beforeAll(async () => {
    checkout = await createCheckout();
    before = await files();
  });
  afterEach(async () => expect(await files()).toEqual(before));
  afterAll(() => checkout.remove());

  test.each(['bootstrap', 'plan', 'deploy', 'destroy'])('%s staging says that there are none', async (command) => {
    const { status, stderr } = await checkout.run(command, 'staging');
    expect(status).toBe(1);
    expect(stderr).toContain('There are no AWS credentials for staging');
    expect(stderr).toContain('AWS_PROFILE');
  });

  test('it is said within two seconds, even where the metadata service of the machine never answers', async () => {
    const metadata = await startBlackHole();
    const without = await millisecondsUntilSaid({ AWS_EC2_METADATA_DISABLED: 'true' });
    const waits: number[] = [];
    // A machine that stands still for a second does not do so three times.
    for (let count = 0; count < 3; count += 1)
      waits.push(await millisecondsUntilSaid({ AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url }));
    await metadata.close();
    // On a machine that is so busy that the start alone takes most of that, the service is given a second.
    expect(Math.min(...waits)).toBeLessThan(Math.max(2_000, without + 1_500));
  });

  test('credentials that have expired are refused with what AWS says of them', async () => {
    const sts = await startSts(403, EXPIRED);
    const { status, stderr } = await checkout.with({ ...keys, AWS_ENDPOINT_URL: sts.url }).run('deploy', 'staging');
    await sts.close();
    expect(status).toBe(1);
    expect(stderr).toContain('The security token included in the request is expired');
    expect(stderr).toContain('aws sso login');
    expect(sts.actions).toEqual(['GetCallerIdentity']);
  });

  test('credentials of another account are refused before any other call', async () => {
    const sts = await startSts(200, IDENTITY);
    const restore = await checkout.edit(
      'deployments.ts',
      "table: { name: 'groundwork-staging'",
      "accountId: '222222222222',\n    table: { name: 'groundwork-staging'",
    );
    const { status, stderr } = await checkout.with({ ...keys, AWS_ENDPOINT_URL: sts.url }).run('deploy', 'staging');
    await restore();
    await sts.close();
    expect(status).toBe(1);
    expect(stderr).toContain('account 111111111111 (arn:aws:iam::111111111111:user/somebody)');
    expect(stderr).toContain('staging is account 222222222222');
    expect(sts.actions).toEqual(['GetCallerIdentity']);
  });

  test('a network without AWS is told apart from wrong credentials', async () => {
    const { status, stderr } = await checkout.with({ ...keys, AWS_ENDPOINT_URL: NOBODY }).run('plan', 'staging');
    expect(status).toBe(1);
    expect(stderr).toContain('AWS cannot be asked whose credentials these are');
  });

  /** From the start of the process. */
  async function millisecondsUntilSaid(environment: Record<string, string>): Promise<number> {
    const from = performance.now();
    const deploying = checkout.with(environment).start('deploy', 'staging');
    await deploying.says('There are no AWS credentials for staging');
    const milliseconds = performance.now() - from;
    await deploying.ended;
    return milliseconds;
  }

  /** All that a command could have written: names of the checkout's files, without the lock's folder, and of HOME's. */
  async function files(): Promise<string[]> {
    const own = await readdir(checkout.directory, { recursive: true });
    const home = await readdir(checkout.home, { recursive: true });
    return [...own.filter((file) => file !== '.groundwork'), ...home.map((file) => path.join('~', file))].sort();
  }
});

/** Answers whatever it is asked, and remembers which actions it was asked for. */
async function startSts(status: number, body: string): Promise<Listener & { actions: string[] }> {
  const actions: string[] = [];
  const listener = await serve((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.once('end', () => {
      actions.push(new URLSearchParams(text).get('Action') ?? `${request.method} ${request.url}`);
      response.writeHead(status, { 'content-type': 'text/xml', connection: 'close' }).end(body);
    });
  });
  return { ...listener, actions };
}

const EXPIRED = `
  <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <Error>
      <Type>Sender</Type>
      <Code>ExpiredToken</Code>
      <Message>The security token included in the request is expired</Message>
    </Error>
    <RequestId>1</RequestId>
  </ErrorResponse>`;

const IDENTITY = `
  <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult>
      <Arn>arn:aws:iam::111111111111:user/somebody</Arn>
      <UserId>AIDA</UserId>
      <Account>111111111111</Account>
    </GetCallerIdentityResult>
    <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
  </GetCallerIdentityResponse>`;
