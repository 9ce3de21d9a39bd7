import type { SSEDescription, SSESpecification, TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';
import { readMemory, remember } from './memory';
import type { Setting, Situation } from './setting';
import { updateTable } from './update-table';

type Encryption = NonNullable<TableSettings['encryption']>;

/** Whose key the table is encrypted with. */
export const encryption: Setting = {
  name: 'encryption',
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  remedy:
    'AWS takes four changes of the key in 24 hours, then one in six. Where the key itself is refused: it has to be enabled, ' +
    "symmetric, in the table's region, and usable by these credentials. Then run yarn bootstrap again.",
  forgottenLocally: true,
  plan: async (situation) => {
    const wanted = situation.settings.encryption;
    if (wanted === undefined || (await isSettled(situation, wanted))) return undefined;
    return {
      from: describeCurrent(situation.table),
      to: typeof wanted === 'string' ? wanted : `KMS key ${wanted.kmsKeyArn}`,
      apply: () => changeEncryption(situation, wanted),
    };
  },
};

/** The encryption in the words of CreateTable and UpdateTable. */
export function toEncryptionSpecification(wanted: Encryption): SSESpecification {
  if (wanted === 'aws-owned') return { Enabled: false };
  const key = wanted === 'aws-managed' ? {} : { KMSMasterKeyId: wanted.kmsKeyArn };
  return { Enabled: true, SSEType: 'KMS', ...key };
}

/** ARN of the key, where it is a KMS key and its encryption is not just being changed. */
export const keyArnOf = ({ SSEDescription: description }: TableDescription): string | undefined =>
  description?.Status === 'ENABLED' ? description.KMSMasterKeyArn : undefined;

async function isSettled(situation: Situation, wanted: Encryption): Promise<boolean> {
  const { table } = situation;
  if (wanted === 'aws-owned' || isAwsOwned(table.SSEDescription))
    return wanted === 'aws-owned' && isAwsOwned(table.SSEDescription);
  if (wanted !== 'aws-managed') return keyArnOf(table) === wanted.kmsKeyArn;
  // Asking for the managed key again would not be refused: it encrypts anew, and is one of the few changes that AWS takes.
  const { awsManagedKeyArn } = await readMemory(situation);
  return awsManagedKeyArn !== undefined && keyArnOf(table) === awsManagedKeyArn;
}

/** The table stays ACTIVE all the while; only its description of the encryption tells when the change is through. */
async function changeEncryption(situation: Situation, wanted: Encryption): Promise<TableDescription> {
  const table = await updateTable(
    situation,
    { SSESpecification: toEncryptionSpecification(wanted) },
    ({ SSEDescription: now, ...rest }) => {
      if (wanted === 'aws-owned') return isAwsOwned(now);
      const keyArn = keyArnOf({ ...rest, SSEDescription: now });
      return wanted === 'aws-managed' ? keyArn !== undefined : keyArn === wanted.kmsKeyArn;
    },
  );
  if (wanted === 'aws-managed') await remember(situation, { awsManagedKeyArn: keyArnOf(table) });
  return table;
}

/** A table with DynamoDB's own key has no description of its encryption. */
const isAwsOwned = (description: SSEDescription | undefined): boolean =>
  description === undefined || description.Status === 'DISABLED';

function describeCurrent({ SSEDescription: description }: TableDescription): string {
  if (isAwsOwned(description)) return 'aws-owned';
  return `KMS key ${description?.KMSMasterKeyArn ?? 'that is just being changed'}`;
}
