import { validateDeployments } from '../../../../scripts/support/deployment-schema';

const withTable = (settings: object) => ({
  local: {
    region: 'eu-central-1',
    table: { name: 'orders', ...settings },
    state: { kind: 'local', directory: '.local/terraform' },
    functions: { memoryMegabytes: 256, timeoutSeconds: 10, logRetentionDays: 1 },
  },
});

test.each([
  { billing: 'on-demand', stream: 'KEYS_ONLY', encryption: 'aws-managed', tableClass: 'STANDARD' },
  { billing: { readUnits: 1, writeUnits: 20 }, stream: false, timeToLive: false, tags: {} },
  { encryption: { kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b-2c' }, timeToLive: 'expires' },
  { pointInTimeRecovery: true, deletionProtection: false, tags: { 'cost:centre': 'Größe 42 / a+b@c', empty: '' } },
])('%j is right', (settings) => {
  expect(validateDeployments(withTable(settings))).toMatchObject({ local: { table: settings } });
});

test.each([
  [{ billing: 'cheap' }, `local.table.billing is "cheap"; allowed: 'on-demand' or { readUnits, writeUnits }`],
  [{ billing: { readUnits: 0, writeUnits: 1 } }, 'local.table.billing.readUnits is 0; allowed: a whole number'],
  [{ billing: { readUnits: 1 } }, `local.table.billing is {"readUnits":1}; allowed: 'on-demand' or`],
  [{ timeToLive: '' }, 'local.table.timeToLive is ""; allowed: the name of an attribute'],
  [
    { timeToLive: true },
    'local.table.timeToLive is true; allowed: the name of an attribute, 1 to 255 characters, or false',
  ],
  [
    { stream: 'ALL' },
    'local.table.stream is "ALL"; allowed: KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES or false',
  ],
  [{ encryption: 'none' }, `local.table.encryption is "none"; allowed: 'aws-owned', 'aws-managed' or { kmsKeyArn }`],
  [{ encryption: { kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:alias/own' } }, 'not of an alias'],
  [{ tableClass: 'CHEAP' }, 'local.table.tableClass is "CHEAP"; allowed: STANDARD or STANDARD_INFREQUENT_ACCESS'],
  [{ pointInTimeRecovery: 'yes' }, 'local.table.pointInTimeRecovery is "yes"; allowed: true or false'],
  [{ tags: { 'aws:team': 'core' } }, 'does not begin with aws:'],
  [{ tags: { ['k'.repeat(129)]: 'core' } }, 'a key of 1 to 128'],
  [{ tags: { team: 'v'.repeat(257) } }, 'a value of at most 256'],
  [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ''])) }, 'at most 50 tags'],
  [{ retention: 3 }, 'local.table has no field retention'],
])('%j is refused with what is allowed', (settings, message) => {
  expect(() => validateDeployments(withTable(settings))).toThrow(message);
});
