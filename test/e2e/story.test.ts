import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pollUntil } from '../../local/poll';
import { type Checkout, createCheckout } from './support/checkout';
import { apiAt, type DeployedApi, deploy, functionLog, functionVariables } from './support/deployed';

jest.setTimeout(120_000);

const CREATE_GSI1 = '20261101090000-create-gsi1';
const FIRST_COMPANY = '20261101100000-add-first-company';
const BY_DATE_OF_BIRTH = '20261102090000-create-users-by-date-of-birth';
const SECOND_COMPANY = '20991231000000-add-second-company';

/** Where reading a company begins, and what makes it fail for two names. */
const GET_COMPANY = 'const company = await getCompany(table, name);';
const THROW = `
  if (name === 'Throw') throw new Error('The reason');
  if (name === 'Exit') process.exit(1);`;

/** Each step goes on from where the former one ended, as a person's first hour with a clone does. */
describe('from a fresh clone to a service that answers', () => {
  let checkout: Checkout;
  let api: DeployedApi;

  beforeAll(async () => {
    checkout = await createCheckout();
  });
  afterAll(() => checkout.remove());

  test('deploy local ends with the API’s URL and a curl line that works', async () => {
    const { status, stdout, stderr } = await checkout.run('deploy', 'local');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('Created table groundwork-local');
    expect(stderr).toContain('Created aws_lambda_function.');
    const [, url = ''] = /^api_url = (.+)$/m.exec(stderr) ?? [];
    const [, curl = ''] = /^ {2}(curl .+)$/m.exec(stderr) ?? [];
    const answer = await promisify(execFile)('sh', ['-c', curl]);
    expect(JSON.parse(answer.stdout)).toMatchObject({ name: 'Groundwork' });
    api = apiAt(url);
  });

  test('the function keeps companies and users in the table', async () => {
    expect(await api.post('/companies', { name: 'Köhler & Söhne' })).toMatchObject({ status: 201 });
    expect(await api.get(`/companies/${encodeURIComponent('Köhler & Söhne')}`)).toMatchObject({
      status: 200,
      body: { name: 'Köhler & Söhne' },
    });
    const ada = { email: 'Ada@example.com', name: 'Ada' };
    expect(await api.post('/companies/Groundwork/users', ada)).toMatchObject({ status: 201, body: ada });
    expect(await api.get('/companies/Groundwork/users/ada@example.com')).toMatchObject({ status: 200, body: ada });
    expect(await api.get('/companies/Groundwork/users')).toMatchObject({ status: 200, body: { users: [ada] } });
    expect(await api.get('/users/ada@example.com')).toMatchObject({
      status: 200,
      body: { users: [{ ...ada, companyName: 'Groundwork' }] },
    });
  });

  test('what was read is changed in the version that was read, and in no other', async () => {
    const ifMatch = (etag = '') => ({ 'content-type': 'application/merge-patch+json', 'if-match': etag });
    const created = await api.post('/companies', { name: 'Acme', description: 'Anvils' });
    const changed = await api.send('PATCH', '/companies/Acme', { description: 'More' }, ifMatch(created.etag));
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { description: 'More', version: 2 } });
    expect(await api.send('PATCH', '/companies/Acme', { description: null }, ifMatch(created.etag))).toMatchObject({
      status: 412,
      body: { code: 'version-mismatch' },
    });
    expect(await api.send('PATCH', '/companies/Acme', { description: null })).toMatchObject({ status: 428 });
    const known = await api.send('GET', '/companies/Acme', undefined, { 'if-none-match': changed.etag ?? '' });
    expect(known).toEqual({ status: 304, body: '', etag: '"2"' });
  });

  test('users are listed in pages, by prefix, by range, by date of birth, and looked up by username', async () => {
    const people = [
      { email: 'alan@acme.example', name: 'Alan', username: 'alan', dateOfBirth: '1912-06-23' },
      { email: 'barbara@acme.example', name: 'Barbara', dateOfBirth: '1939-11-07' },
      { email: 'grace@acme.example', name: 'Grace', username: 'grace', dateOfBirth: '1906-12-09' },
    ];
    for (const person of people) expect(await api.post('/companies/Acme/users', person)).toMatchObject({ status: 201 });
    expect(await listed('limit=2')).toMatchObject({ users: [{ name: 'Alan' }, { name: 'Barbara' }] });
    const { cursor } = await listed('limit=2');
    expect(await listed(`limit=2&cursor=${cursor}`)).toEqual({ users: [expect.objectContaining({ name: 'Grace' })] });
    expect(await listed('prefix=b')).toMatchObject({ users: [{ name: 'Barbara' }] });
    expect(await listed('from=b&to=h')).toMatchObject({ users: [{ name: 'Barbara' }, { name: 'Grace' }] });
    expect(await listed('bornTo=1912-12-31')).toMatchObject({ users: [{ name: 'Grace' }, { name: 'Alan' }] });
    expect(await listed('emails=grace@acme.example,nobody@acme.example')).toMatchObject({
      users: [{ name: 'Grace' }],
      missing: ['nobody@acme.example'],
    });
    expect(await api.get('/usernames/GRACE')).toMatchObject({ status: 200, body: { email: 'grace@acme.example' } });
    const impostor = { email: 'impostor@acme.example', name: 'Impostor', username: 'Grace' };
    expect(await api.post('/companies/Acme/users', impostor)).toMatchObject({
      status: 409,
      body: { code: 'username-taken' },
    });
  });

  test('a user joins another company, is counted there, and is gone from it once removed', async () => {
    await api.post('/companies', { name: 'Globex' });
    const grace = '/companies/Acme/users/grace@acme.example';
    expect(await api.send('PUT', `${grace}/memberships/Globex`)).toMatchObject({ status: 201 });
    expect(await api.send('PUT', `${grace}/memberships/Globex`)).toMatchObject({ status: 200 });
    const membership = { companyName: 'Globex', userCompanyName: 'Acme', email: 'grace@acme.example' };
    expect(await api.get('/companies/Globex/members')).toMatchObject({ body: { memberships: [membership] } });
    expect(await api.get(`${grace}/memberships`)).toMatchObject({ body: { memberships: [membership] } });
    await expectCount(1);
    expect(await api.send('DELETE', grace)).toMatchObject({ status: 204 });
    expect(await api.get(grace)).toMatchObject({ status: 404 });
    expect(await api.get('/usernames/grace')).toMatchObject({ status: 404 });
    expect(await api.get('/companies/Globex/members')).toMatchObject({ body: { memberships: [] } });
    await expectCount(0);
  });

  test('who is invited becomes a user by accepting', async () => {
    const invited = await api.post('/companies/Acme/invitations', { emails: ['bob@acme.example'] });
    expect(invited).toMatchObject({ status: 200, body: { invitations: [{ email: 'bob@acme.example' }] } });
    const acceptance = '/companies/Acme/invitations/bob@acme.example/acceptance';
    expect(await api.post(acceptance, { name: 'Bob' })).toMatchObject({ status: 201, etag: '"1"' });
    expect(await api.post(acceptance, { name: 'Bob' })).toMatchObject({ status: 404 });
    expect(await api.get('/companies/Acme/users/bob@acme.example')).toMatchObject({ body: { name: 'Bob' } });
    expect(await api.get('/companies/Acme/invitations')).toMatchObject({ status: 200, body: { invitations: [] } });
  });

  test('the function describes itself, and says what is wrong with a request', async () => {
    expect(await api.get('/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
    expect(await api.get('/companies/Nobody')).toMatchObject({ status: 404 });
    expect(await api.get('/nowhere')).toMatchObject({ status: 404 });
    expect(await api.post('/companies/Nobody/users', { email: 'a@example.com', name: 'A' })).toMatchObject({
      status: 404,
    });
    expect(await api.post('/companies', { name: 'Groundwork' })).toMatchObject({ status: 409 });
    expect(await api.post('/companies', { name: '' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'name', reason: expect.stringContaining('empty') }] },
    });
    expect(await api.post('/companies', '{"name":')).toMatchObject({ status: 400 });
    expect(await api.post('/companies', { name: 'x'.repeat(300_000) })).toMatchObject({ status: 413 });
    expect(await api.post('/companies', 'Acme', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  test('a second deploy has nothing to change', async () => {
    const { status, stderr } = await checkout.run('deploy', 'local');
    expect(status).toBe(0);
    expect(stderr).toContain('Table groundwork-local is as declared, no migration is pending');
    expect(stderr).toContain('Terraform has nothing to change');
    expect(stderr).not.toContain('terraform apply');
  });

  test('plan local finds no change, and after one of the function’s source that function alone', async () => {
    expect(await functionVariables(checkout)).toMatchObject({ REQUIRED_MIGRATION: BY_DATE_OF_BIRTH });
    expect(await plan()).toMatchObject({
      status: 0,
      answer: { pending: false, bootstrap: [], migrations: [], terraform: [] },
    });

    await checkout.edit('lambda/api/missing.ts', 'There is no company', 'Nobody knows the company');
    await checkout.edit('lambda/api/endpoints/companies.ts', GET_COMPANY, `${GET_COMPANY}\n${THROW}`);
    expect(await plan()).toMatchObject({
      status: 2,
      answer: { pending: true, bootstrap: [], migrations: [], terraform: [theFunction] },
    });
    expect(await api.get('/companies/Nobody')).toMatchObject({ body: { detail: 'There is no company Nobody.' } });

    expect((await deploy(checkout)).terraform).toEqual([theFunction]);
    expect(await api.get('/companies/Nobody')).toMatchObject({ body: { detail: 'Nobody knows the company Nobody.' } });
  });

  test('a function that throws answers 500 and no more, its log says the rest; one that ends is started again', async () => {
    expect(await api.get('/companies/Throw')).toEqual(internalError);
    expect(await functionLog(checkout)).toMatch(/"message":"The reason".*"stack":"Error: The reason\\n {4}at /);
    expect(await api.get('/companies/Exit')).toEqual({ status: 500, body: { message: 'Internal Server Error' } });
    expect(await functionLog(checkout)).toContain('Runtime.ExitError');
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 200 });
  });

  test('destroy local takes Terraform’s resources away and leaves the table and its items', async () => {
    expect(await checkout.run('destroy', 'local')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--yes'),
    });
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 200 });
    expect(await checkout.run('destroy', 'local', '--yes')).toMatchObject({ status: 0 });
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });

  test('the next deploy finds the items, applies a new migration, and the function can do what its role grants, no more', async () => {
    await checkout.write(`migrations/${SECOND_COMPANY}.ts`, secondCompany);
    const restore = await checkout.edit(
      'stacks/service-stack.ts',
      'actions: write }',
      "actions: write.filter((action) => action !== 'PutItem') }",
    );
    const deployed = await deploy(checkout);
    api = deployed.api;
    expect(deployed.bootstrap).toMatchObject({ tableCreated: false, applied: [SECOND_COMPANY] });
    expect(await functionVariables(checkout)).toMatchObject({ REQUIRED_MIGRATION: SECOND_COMPANY });

    expect(await api.get('/companies/Second')).toMatchObject({ status: 200 });
    expect(await api.get('/users/ada@example.com')).toMatchObject({ status: 200, body: { users: [{ name: 'Ada' }] } });
    expect(await api.post('/companies', { name: 'Refused' })).toEqual(internalError);
    const log = await functionLog(checkout);
    expect(log).toContain('AccessDeniedException');
    expect(log).toContain('is not authorized to perform: dynamodb:PutItem');
    await restore();
  });

  test('the migrations go down and up again', async () => {
    const all = [CREATE_GSI1, FIRST_COMPANY, BY_DATE_OF_BIRTH, SECOND_COMPANY];
    expect(await migrate('status')).toMatchObject(all.map((name) => ({ name, state: 'applied' })));
    expect(await migrate('down')).toEqual({ reverted: [SECOND_COMPANY] });
    expect(await api.get('/companies/Second')).toMatchObject({ status: 404 });
    expect(await migrate('down', '--steps', '3')).toEqual({ reverted: [BY_DATE_OF_BIRTH, FIRST_COMPANY, CREATE_GSI1] });
    expect(await migrate('status')).toMatchObject(all.map((name) => ({ name, state: 'reverted' })));
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 404 });
    expect(await api.get('/users/ada@example.com')).toMatchObject({ status: 500 });

    expect(await migrate('up', '--to', CREATE_GSI1)).toEqual({ applied: [CREATE_GSI1] });
    expect(await migrate('up')).toEqual({ applied: [FIRST_COMPANY, BY_DATE_OF_BIRTH, SECOND_COMPANY] });
    expect(await migrate('up')).toEqual({ applied: [] });
    expect(await api.get('/companies/Groundwork')).toMatchObject({ status: 200 });
    expect(await api.get('/users/ada@example.com')).toMatchObject({ status: 200 });
  });

  test('local reset makes it all new', async () => {
    expect(await checkout.run('local', 'reset')).toMatchObject({ status: 0 });
    expect(await checkout.run('outputs', 'local', 'api_url')).toMatchObject({ status: 1, stdout: '' });
    const { bootstrap, api: fresh } = await deploy(checkout);
    expect(bootstrap).toMatchObject({
      tableCreated: true,
      applied: [CREATE_GSI1, FIRST_COMPANY, BY_DATE_OF_BIRTH, SECOND_COMPANY],
    });
    expect(await fresh.get('/companies/Groundwork')).toMatchObject({ status: 200 });
    expect(await fresh.get('/users/ada@example.com')).toMatchObject({ status: 404 });
  });

  const internalError = {
    status: 500,
    body: {
      type: 'urn:problem-type:groundwork:internal-error',
      title: 'Internal server error',
      status: 500,
      code: 'internal-error',
      detail: 'The log tells more, by the id of this request.',
      requestId: expect.any(String),
    },
  };

  const theFunction = {
    stack: 'service',
    address: expect.stringMatching(/^aws_lambda_function\./),
    action: 'update',
  };

  async function listed(query: string): Promise<{ users: unknown[]; cursor?: string }> {
    const { status, body } = await api.get(`/companies/Acme/users?${query}`);
    expect(status).toBe(200);
    return body as { users: unknown[]; cursor?: string };
  }

  /** The count follows the table's stream: nothing tells when. */
  async function expectCount(memberCount: number): Promise<void> {
    let answer = await api.get('/companies/Globex/member-count');
    await pollUntil(async () => {
      answer = await api.get('/companies/Globex/member-count');
      return (answer.body as { memberCount: number }).memberCount === memberCount;
    }, 30_000);
    expect(answer).toMatchObject({ status: 200, body: { companyName: 'Globex', memberCount } });
  }

  async function plan(): Promise<{ status: number | null; answer: unknown }> {
    const { status, stdout } = await checkout.run('plan', 'local', '--json');
    return { status, answer: JSON.parse(stdout) };
  }

  async function migrate(action: string, ...flags: string[]): Promise<unknown> {
    const { status, stdout, stderr } = await checkout.run('migrate', action, 'local', '--json', ...flags);
    if (status !== 0) throw new Error(`migrate ${action} ended with status ${status}:\n${stderr}`);
    return JSON.parse(stdout);
  }
});

const secondCompany = `
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Migration } from '../bootstrap/migrator/migration';

const key = { pk: { S: 'company#Second' }, sk: { S: 'company#' } };

export default {
  up: ({ context: { client, tableName } }) =>
    client.send(
      new PutItemCommand({ TableName: tableName, Item: { ...key, _et: { S: 'Company' }, name: { S: 'Second' } } }),
    ),
  down: ({ context: { client, tableName } }) => client.send(new DeleteItemCommand({ TableName: tableName, Key: key })),
} satisfies Migration;
`;
