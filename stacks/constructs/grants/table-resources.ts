import type { IndexName } from '../../../table/table';

/** What the grants on a table name. */
export interface TableResources {
  /** The table's ARN. */
  table: string;
  /** The ARN of its stream. */
  stream: string;
  /** The account's key that encrypts the table; undefined where the key is DynamoDB's, which nobody needs rights to. */
  key?: {
    arn: string;
    /** Where the key may be used through DynamoDB. */
    region: string;
  };
}

/** The ARN of an index of the table. */
export const indexArn = ({ table }: TableResources, index: IndexName): string => `${table}/index/${index}`;
