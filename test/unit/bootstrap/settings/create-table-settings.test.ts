import { createTableSettings } from '../../../../bootstrap/settings/create-table-settings';

test('what is not declared, or is set later, is left out', () => {
  expect(createTableSettings({})).toEqual({});
  expect(createTableSettings({ tags: { team: 'core' }, timeToLive: 'expires', pointInTimeRecovery: true })).toEqual({});
});

test('what CreateTable takes is set at once', () => {
  expect(
    createTableSettings({
      billing: { readUnits: 5, writeUnits: 6 },
      deletionProtection: true,
      stream: 'NEW_IMAGE',
      encryption: { kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/own' },
      tableClass: 'STANDARD_INFREQUENT_ACCESS',
    }),
  ).toEqual({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    SSESpecification: {
      Enabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/own',
    },
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
  });
});

test('what is declared as off or default is said as well', () => {
  const settings = { billing: 'on-demand', deletionProtection: false, stream: false, encryption: 'aws-owned' } as const;
  expect(createTableSettings(settings)).toEqual({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: false,
    StreamSpecification: { StreamEnabled: false },
    SSESpecification: { Enabled: false },
  });
});
