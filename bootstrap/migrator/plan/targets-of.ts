import type { BatchGetItemCommandInput, TransactGetItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { partiqlOf } from './is-read';
import { targetOf } from './partiql';
import type { Item } from './plain-item';
import { tableNameOf } from './planned-tables';
import { type Call, fromWire } from './wire';

/** What a call reads items from. */
export interface Target {
  tableName: string;
  indexName?: string;
  /** The keys it reads, where it reads by key. */
  keys?: Item[];
}

/** What a call reads items from; a PartiQL statement whose table can't be told reads from ''. */
export function targetsOf({ operation, input }: Call): Target[] {
  switch (operation) {
    case 'GetItem':
      return [{ tableName: tableNameOf(input.TableName), keys: [fromWire(input.Key)] }];
    case 'BatchGetItem':
      return Object.entries((input as Partial<BatchGetItemCommandInput>).RequestItems ?? {}).map(
        ([name, { Keys }]) => ({
          tableName: tableNameOf(name),
          keys: (Keys ?? []).map(fromWire),
        }),
      );
    case 'TransactGetItems':
      return ((input as Partial<TransactGetItemsCommandInput>).TransactItems ?? []).map(({ Get }) => ({
        tableName: tableNameOf(Get?.TableName),
        keys: [fromWire(Get?.Key)],
      }));
    case 'Query':
    case 'Scan':
      return [{ tableName: tableNameOf(input.TableName), indexName: input.IndexName as string | undefined }];
    default:
      return partiqlOf(input).map(({ Statement }) => {
        const { tableName = '', indexName } = targetOf(String(Statement)) ?? {};
        return { tableName: tableNameOf(tableName), indexName };
      });
  }
}
