/** Where the tables are, as the callers see it: what DynamoDB Local calls `ddblocal` and 000000000000. */
export interface Place {
  region: string;
  accountId: string;
}

const localPrefix = 'arn:aws:dynamodb:ddblocal:000000000000:';

/** The ARNs in a text as DynamoDB Local has them. */
export function toLocalArns(text: string, place: Place): string {
  return text.replaceAll(prefixOf(place), localPrefix);
}

/** The ARNs in a text as an account and region of AWS would have them. */
export function toAwsArns(text: string, place: Place): string {
  return text.replaceAll(localPrefix, prefixOf(place));
}

/** ARN of a table, or of one of its indexes. A table that is given by its ARN, as DynamoDB takes it, keeps it. */
export function tableArn(table: string, index: string | undefined, place: Place): string {
  const arn = table.startsWith('arn:') ? table : `${prefixOf(place)}table/${table}`;
  return index === undefined ? arn : `${arn}/index/${index}`;
}

function prefixOf({ region, accountId }: Place): string {
  return `arn:aws:dynamodb:${region}:${accountId}:`;
}
