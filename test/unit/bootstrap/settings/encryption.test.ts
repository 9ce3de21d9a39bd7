import type { SSEDescription } from '@aws-sdk/client-dynamodb';
import type { Body } from './endpoint';
import { type FakeTable, fakeTable, stopFakeTables } from './settle';

afterEach(stopFakeTables);

const MANAGED_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/managed';
const OWN_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/own';

/** As AWS does it: the table stays ACTIVE, its description says UPDATING with the old key, later the new state. */
async function encryptedTable(SSEDescription?: SSEDescription): Promise<FakeTable> {
  const table = await fakeTable(
    {
      UpdateTable: ({ SSESpecification }) => {
        const { Enabled, KMSMasterKeyId = MANAGED_KEY } = SSESpecification as Body;
        const settled = Enabled ? { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KMSMasterKeyId } : undefined;
        const before = table.description.SSEDescription;
        Object.assign(table.description, { SSEDescription: { ...before, Status: 'UPDATING' } });
        setTimeout(() => Object.assign(table.description, { SSEDescription: settled }), 50);
        return {};
      },
    },
    { SSEDescription },
  );
  return table;
}

const updates = ({ operations }: FakeTable) => operations.filter((operation) => operation === 'UpdateTable').length;

test('the managed key, once asked for, is known again', async () => {
  const table = await encryptedTable();
  await table.settle({ encryption: 'aws-managed' });
  expect(table.printed).toEqual(['encryption: aws-owned → aws-managed']);
  await expect(table.settle({ encryption: 'aws-managed' })).resolves.toEqual([]);
  expect(updates(table)).toBe(1);
});

test('a key of the account replaces the managed one, and is in effect when settle is done', async () => {
  const table = await encryptedTable({ Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: MANAGED_KEY });
  await table.settle({ encryption: { kmsKeyArn: OWN_KEY } });
  expect(table.description.SSEDescription).toMatchObject({ Status: 'ENABLED', KMSMasterKeyArn: OWN_KEY });
  expect(table.printed).toEqual([`encryption: KMS key ${MANAGED_KEY} → KMS key ${OWN_KEY}`]);
  await expect(table.settle({ encryption: { kmsKeyArn: OWN_KEY } })).resolves.toEqual([]);
});

test('the key of DynamoDB itself replaces a key of the account', async () => {
  const table = await encryptedTable({ Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: OWN_KEY });
  await table.settle({ encryption: 'aws-owned' });
  expect(table.printed).toEqual([`encryption: KMS key ${OWN_KEY} → aws-owned`]);
  await expect(table.check({ encryption: 'aws-owned' })).resolves.toEqual([]);
});

test('a change on local, where nothing is encrypted, is skipped by name', async () => {
  const table = await encryptedTable();
  await expect(table.settle({ encryption: 'aws-managed' }, { skipUnsupported: true })).resolves.toEqual([]);
  expect(table.skipped).toEqual(['encryption: DynamoDB Local does not keep it.']);
  expect(updates(table)).toBe(0);
});

test('the managed key is told from the key that it replaces, which the description goes on giving for a while', async () => {
  const table = await encryptedTable({ Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: OWN_KEY });
  await table.settle({ encryption: 'aws-managed' });
  expect(table.description.SSEDescription).toMatchObject({ KMSMasterKeyArn: MANAGED_KEY });
  await expect(table.check({ encryption: 'aws-managed' })).resolves.toEqual([]);
});
