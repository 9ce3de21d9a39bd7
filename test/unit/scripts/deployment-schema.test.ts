import { deployments } from '../../../deployments';
import { validateDeployments } from '../../../scripts/support/deployment-schema';

const RETENTION =
  'one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';
const TABLE_NAME = '3 to 255 characters of a-z A-Z 0-9 . _ -';
const MEMORY = 'a whole number of mebibytes from 128 to 10240';
const TIMEOUT = 'a whole number of seconds from 1 to 900';
const BUCKET = '3 to 63 characters of a-z 0-9 . -';
const TOPIC = 'the name of a topic, 1 to 256 characters of a-z A-Z 0-9 _ -, or the ARN of one';

const VALID = {
  region: 'eu-central-1',
  accountId: '123456789012',
  table: { name: 'things', deletionProtection: true },
  state: { kind: 's3', bucket: 'states-of-things', key: 'things', region: 'eu-west-1' },
  functions: { memoryMegabytes: 256, timeoutSeconds: 10, logRetentionDays: 1 },
};

/** The valid entry with another value in one place, or without it where the value is undefined. */
function withValue(place: string, value: unknown): unknown {
  const entry = structuredClone(VALID) as Record<string, unknown>;
  const names = place.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, entry);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return entry;
}

/** What the error says, a line for each problem. */
function problems(entry: unknown): string[] {
  try {
    validateDeployments({ staging: entry });
  } catch (error) {
    expect(error).toMatchObject({ name: 'ScriptsError', code: 'deployments-invalid' });
    const [title, ...lines] = (error as Error).message.split('\n');
    expect(title).toBe('deployments.ts is not right:');
    return lines.map((line) => line.trim());
  }
  return [];
}

test('the deployments of this repository are valid, and come back as they are', () => {
  expect(validateDeployments(deployments)).toEqual(deployments);
});

test.each([
  ['region', 'eu-central-1'],
  ['region', 'us-gov-west-1'],
  ['accountId', undefined],
  ['table.name', 'a.b'],
  ['table.name', 'x'.repeat(255)],
  ['table.deletionProtection', undefined],
  ['state', { kind: 'local', directory: '.local/terraform' }],
  ['state.region', undefined],
  ['functions.memoryMegabytes', 128],
  ['functions.memoryMegabytes', 10_240],
  ['functions.timeoutSeconds', 900],
  ['functions.logRetentionDays', 3653],
  ['functions.sourceMap', true],
  ['functions.sourceMap', undefined],
  ['alarmTopic', undefined],
  ['alarmTopic', 'things-are_wrong'],
  ['alarmTopic', 'arn:aws:sns:eu-central-1:210987654321:things-are-wrong'],
])('%s may be %j', (place, value) => {
  expect(problems(withValue(place, value))).toEqual([]);
});

test.each([
  ['region', 'Frankfurt', 'an AWS region, e.g. eu-central-1'],
  ['region', 42, 'an AWS region, e.g. eu-central-1'],
  ['region', undefined, 'an AWS region, e.g. eu-central-1'],
  ['accountId', '12345', 'twelve digits, as a string'],
  ['accountId', 123456789012, 'twelve digits, as a string'],
  ['table.name', 'ab', TABLE_NAME],
  ['table.name', 'x'.repeat(256), TABLE_NAME],
  ['table.name', 'two words', TABLE_NAME],
  ['table.name', 'Tabellenübersicht', TABLE_NAME],
  ['table.name', undefined, TABLE_NAME],
  ['table.deletionProtection', 'yes', 'true or false'],
  ['state.bucket', 'Upper_Case', BUCKET],
  ['state.bucket', 'ab', BUCKET],
  ['state.bucket', undefined, BUCKET],
  ['state.key', '', 'a prefix for the states'],
  ['state.region', 'eu', 'an AWS region, e.g. eu-central-1'],
  ['functions.memoryMegabytes', 127, MEMORY],
  ['functions.memoryMegabytes', 10_241, MEMORY],
  ['functions.memoryMegabytes', 256.5, MEMORY],
  ['functions.memoryMegabytes', '256', MEMORY],
  ['functions.timeoutSeconds', 0, TIMEOUT],
  ['functions.timeoutSeconds', 901, TIMEOUT],
  ['functions.timeoutSeconds', undefined, TIMEOUT],
  ['functions.logRetentionDays', 2, RETENTION],
  ['functions.logRetentionDays', '30', RETENTION],
  ['functions.logRetentionDays', undefined, RETENTION],
  ['functions.sourceMap', 'inline', 'true or false'],
  ['alarmTopic', '', TOPIC],
  ['alarmTopic', 'somebody@example.com', TOPIC],
  ['alarmTopic', 'x'.repeat(257), TOPIC],
  ['alarmTopic', 'orders.fifo', TOPIC],
  ['alarmTopic', 'arn:aws:sqs:eu-central-1:123456789012:things', TOPIC],
  ['alarmTopic', ['things'], TOPIC],
  ['alarmTopic', 'arn:aws:sns:us-east-1:123456789012:things-are-wrong', 'a topic in eu-central-1, as the deployment'],
])('%s may not be %j: the path, the value and what is allowed are told', (place, value, allowed) => {
  expect(problems(withValue(place, value))).toEqual([
    `staging.${place} is ${JSON.stringify(value)}; allowed: ${allowed}`,
  ]);
});

test.each([
  ['state.kind', 'gcs'],
  ['state.kind', undefined],
  ['state', undefined],
  ['state', 'local'],
])('%s may not be %j: both kinds are told', (place, value) => {
  expect(problems(withValue(place, value))).toEqual([
    `staging.${place} is ${JSON.stringify(value)}; allowed: { kind: 'local', directory } or { kind: 's3', bucket, key }`,
  ]);
});

test.each([
  ['table', undefined],
  ['functions', undefined],
  ['functions', 'small'],
])('%s may not be %j: it has fields', (place, value) => {
  expect(problems(withValue(place, value))).toEqual([
    `staging.${place} is ${JSON.stringify(value)}; allowed: an object with its fields (table/deployment.ts)`,
  ]);
});

test.each([
  ['a deployment', '', 'staging has no field colour: remove it'],
  ['a table', 'table.', 'staging.table has no field colour: remove it'],
  ['a state', 'state.', 'staging.state has no field colour: remove it'],
  ['functions', 'functions.', 'staging.functions has no field colour: remove it'],
])('a field that %s does not have is named', (_, parent, problem) => {
  expect(problems(withValue(`${parent}colour`, 'red'))).toEqual([problem]);
});

test('every wrong field of every deployment is told at once', () => {
  const other = { ...VALID, region: 'nowhere', table: { name: 'ab' } };

  expect(() => validateDeployments({ staging: withValue('accountId', '1'), production: other })).toThrow(
    expect.objectContaining({
      message: [
        'deployments.ts is not right:',
        '  staging.accountId is "1"; allowed: twelve digits, as a string',
        '  production.region is "nowhere"; allowed: an AWS region, e.g. eu-central-1',
        `  production.table.name is "ab"; allowed: ${TABLE_NAME}`,
      ].join('\n'),
    }),
  );
});

describe('two deployments that are in each other’s way are refused, both by their names', () => {
  const other = {
    ...VALID,
    accountId: '210987654321',
    table: { name: 'others' },
    state: { ...VALID.state, key: 'others' },
  };
  const conflicts = (deployments: Record<string, unknown>) => {
    try {
      validateDeployments(deployments);
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
    return [];
  };

  test('unless what they share is not the same after all', () => {
    expect(conflicts({ staging: VALID, production: other })).toEqual([]);
    expect(conflicts({ staging: VALID, production: { ...other, table: VALID.table } })).toEqual([]);
    expect(conflicts({ staging: VALID, production: { ...other, accountId: undefined, region: 'eu-west-1' } })).toEqual(
      [],
    );
  });

  test('the same state in a bucket', () => {
    const { state } = VALID;

    expect(conflicts({ staging: VALID, production: { ...other, state: { ...state, region: 'us-east-1' } } })).toEqual([
      '  staging and production keep their state in the same place, s3://states-of-things/things: give each its own',
    ]);
  });

  test('the same folder of states, however it is written', () => {
    const kept = (directory: string) => ({ kind: 'local', directory });

    expect(
      conflicts({ local: { ...VALID, state: kept('states/') }, mine: { ...other, state: kept('./states') } }),
    ).toEqual(['  local and mine keep their state in the same place, states/: give each its own']);
  });

  test.each(['123456789012', undefined])('the same table in a region, of account %s', (accountId) => {
    expect(conflicts({ staging: VALID, production: { ...other, accountId, table: VALID.table } })).toEqual([
      '  staging and production have the same table, things in eu-central-1: give each its own, or each its accountId',
    ]);
  });

  test('the same topic of alarms, where each of them would make it', () => {
    const sharing = (alarmTopic: string, accountId = '123456789012') =>
      conflicts({ staging: { ...VALID, alarmTopic }, production: { ...other, accountId, alarmTopic } });

    expect(sharing('things-are-wrong')).toEqual([
      "  staging and production both make the topic things-are-wrong in eu-central-1: give each its own, or one the ARN of the other's",
    ]);
    expect(sharing('arn:aws:sns:eu-central-1:123456789012:things-are-wrong')).toEqual([]);
    expect(sharing('things-are-wrong', '210987654321')).toEqual([]);
  });

  test('but for local, whose table is in no account', () => {
    expect(conflicts({ local: VALID, staging: { ...other, accountId: undefined, table: VALID.table } })).toEqual([]);
  });
});
