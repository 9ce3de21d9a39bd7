import type { DynamoDBRecord } from 'aws-lambda';
import { companyMemberKeys } from '../../table/keys';
import { StreamError } from './errors';

/** A member who came (1) or went (-1). */
export interface MemberChange {
  companyName: string;
  change: 1 | -1;
  /** The stream record's own, the same whenever it is delivered. */
  eventId: string;
}

/**
 * What a record of the table's stream says of a company's members; undefined where it says nothing of them. The mapping's
 * filters let no other records through: this holds without them.
 *
 * @throws {StreamError} `unreadable-member`: an item in the place of a member that does not say whose it is
 */
export function memberChangeOf({ eventID: eventId, eventName, dynamodb }: DynamoDBRecord): MemberChange | undefined {
  const { pk, sk } = { pk: dynamodb?.Keys?.pk?.S ?? '', sk: dynamodb?.Keys?.sk?.S ?? '' };
  if (!sk.startsWith(companyMemberKeys.sk.prefix()) || eventName === 'MODIFY') return undefined;
  const isNew = eventName === 'INSERT';
  const companyName = (isNew ? dynamodb?.NewImage : dynamodb?.OldImage)?.companyName?.S ?? '';
  if (companyName !== '' && companyMemberKeys.pk.format({ companyName }) === pk && eventId !== undefined) {
    return { companyName, change: isNew ? 1 : -1, eventId };
  }
  throw new StreamError(
    'unreadable-member',
    `The item with sort key ${JSON.stringify(sk)} in the partition ${JSON.stringify(pk)} has the companyName ${JSON.stringify(companyName)}, which is not its partition’s. Members are written by addMembership: correct or remove the item.`,
  );
}
